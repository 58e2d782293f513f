//! The loops of workers, in this process.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use xorb_domain::Core;

use super::fixture::states;

const PATIENCE: Duration = Duration::from_secs(60);

/// Workers that run until they are asked to end.
pub struct Loops {
    core: Arc<Core>,
    stop: CancellationToken,
    workers: Vec<JoinHandle<()>>,
}

impl Loops {
    pub fn start(core: &Arc<Core>, workers: usize) -> Self {
        let stop = CancellationToken::new();
        let start = |_| {
            let run = xorb_worker::runner::run(core.clone(), Arc::default(), stop.clone());
            tokio::spawn(run)
        };
        Self {
            core: core.clone(),
            workers: (0..workers).map(start).collect(),
            stop: stop.clone(),
        }
    }

    /// Waits until the jobs (state and attempts) stand so.
    pub async fn until(&self, is_so: impl Fn(&[(String, i32)]) -> bool) {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let states = states(&self.core).await;
            if is_so(&states) {
                return;
            }
            assert!(Instant::now() < deadline, "jobs are stuck: {states:?}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    pub async fn end(self) {
        self.stop.cancel();
        for worker in self.workers {
            worker.await.unwrap();
        }
    }
}

/// Runs the loops until every job has ended.
pub async fn run_until_done(core: &Arc<Core>, workers: usize) {
    let loops = Loops::start(core, workers);
    let is_alive = |state: &str| state == "queued" || state == "running";
    loops
        .until(|states| !states.iter().any(|(state, _)| is_alive(state)))
        .await;
    loops.end().await;
}
