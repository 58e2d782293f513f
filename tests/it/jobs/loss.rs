//! What was accepted is done, whatever happens to the queue and to the workers.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio_util::sync::CancellationToken;
use xorb_domain::Core;

use super::fixture::{EXPIRED, claim, enqueue, states};
use crate::both_modes;
use crate::harness::{Mode, Stores, TestApp};

const PATIENCE: Duration = Duration::from_secs(60);

/// Runs the loops until every job has ended.
async fn run_until_done(core: &Arc<Core>, processes: usize) {
    let stop = CancellationToken::new();
    let loops: Vec<_> = (0..processes)
        .map(|_| {
            tokio::spawn(xorb_worker::runner::run(
                core.clone(),
                Arc::default(),
                stop.clone(),
            ))
        })
        .collect();
    let deadline = Instant::now() + PATIENCE;
    while states(core)
        .await
        .iter()
        .any(|(state, _)| state == "queued" || state == "running")
    {
        assert!(
            Instant::now() < deadline,
            "jobs are stuck: {:?}",
            states(core).await
        );
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    stop.cancel();
    for process in loops {
        process.await.unwrap();
    }
}

both_modes! {
    async fn the_loops_run_what_is_queued(app: &TestApp) {
        for _ in 0..20 {
            enqueue(app.core()).await;
        }
        run_until_done(app.core(), 1).await;
        assert_eq!(states(app.core()).await, vec![("succeeded".to_owned(), 1); 20]);
    }

    async fn a_lost_worker_s_job_is_run_by_another(app: &TestApp) {
        let job = enqueue(app.core()).await;
        claim(app.core(), job, EXPIRED).await.unwrap();
        run_until_done(app.core(), 1).await;
        assert_eq!(states(app.core()).await, [("succeeded".to_owned(), 2)]);
    }
}

#[tokio::test]
async fn a_flushed_redis_loses_no_job() {
    let app = TestApp::start_with(Mode::Distributed, &[("XORB__JOBS__REDISPATCH_MS", "300")]).await;
    for _ in 0..50 {
        enqueue(app.core()).await;
    }
    let Stores::Distributed { redis, .. } = app.stores() else {
        unreachable!()
    };
    redis.command(&["FLUSHALL"]);
    run_until_done(app.core(), 3).await;
    assert_eq!(
        states(app.core()).await,
        vec![("succeeded".to_owned(), 1); 50]
    );
    app.finish().await;
}
