//! Feeds the queue, fairly. Any number of processes may do it at once; each job is handed out by one.

use std::time::{Duration, Instant};

use tokio_util::sync::CancellationToken;
use xorb_domain::jobs::{self, JobClass, QueueDown, Rotation};

use super::engine::{Engine, of_class};
use super::pace::Pace;

/// How often to look without being woken: for delayed jobs, and for what a lost message left.
const TICK: Duration = Duration::from_secs(1);

/// Pause while the queue is away.
const PAUSE: Duration = Duration::from_millis(500);

/// So much work waits in the queue: enough that no worker waits for the dispatcher, and little enough that whoever comes new is
/// not behind many.
const AHEAD: Duration = Duration::from_millis(25);

/// And never fewer jobs than this, whatever their pace.
const LEAST: usize = 100;

/// The turns of a class.
struct Turns {
    class: JobClass,
    rotation: Rotation,
    looked_at: Option<Instant>,
    pace: Pace,
}

/// Dispatches until stopped: a class when it is woken, and all of them now and then.
pub(super) async fn run(engine: Engine, stop: CancellationToken) {
    let mut all = JobClass::ALL.map(|class| Turns {
        class,
        rotation: engine.rotation(class),
        looked_at: None,
        pace: Pace::new(),
    });
    let mut woken = Vec::new();
    while !stop.is_cancelled() {
        for turns in &mut all {
            let looked = turns.looked_at.map(|at| at.elapsed());
            if woken.contains(&turns.class) || looked.is_none_or(|ago| ago >= TICK) {
                turns.looked_at = Some(Instant::now());
                if let Err(error) = dispatch(&engine, turns).await {
                    tracing::debug!(class = turns.class.as_str(), %error, "nothing was dispatched");
                }
            }
        }
        let wake = engine.core.queue.wait_for_wake(TICK);
        woken = match stop.run_until_cancelled(wake).await {
            Some(Ok(classes)) => classes,
            Some(Err(_)) => {
                stop.run_until_cancelled(tokio::time::sleep(PAUSE)).await;
                Vec::new()
            }
            None => return,
        };
    }
}

async fn dispatch(engine: &Engine, turns: &mut Turns) -> Result<(), QueueDown> {
    let class = turns.class;
    let most = *of_class(&engine.core.settings.jobs.max_outstanding, class);
    turns.pace.look(engine.counters.ended_of(class));
    let wanted = turns.pace.jobs_in(AHEAD, most).max(LEAST.min(most));
    let room = wanted.saturating_sub(engine.core.queue.outstanding(class).await?);
    match jobs::take(&engine.core.db, &mut turns.rotation, room).await {
        Ok(jobs) => engine.core.queue.push(class, &jobs).await,
        Err(error) => {
            tracing::warn!(
                class = class.as_str(),
                error = %error.chain(),
                "the database did not say what is ready"
            );
            Ok(())
        }
    }
}
