//! Feeds the queue, fairly. Any number of processes may do it at once; each job is handed out by one.

use std::time::Duration;

use tokio_util::sync::CancellationToken;
use xorb_domain::jobs::{self, JobClass, QueueDown, Rotation};
use xorb_domain::settings::PerClass;

use super::engine::{Engine, of_class};

/// How often to look without being woken: for delayed jobs, and for what a lost message left.
const TICK: Duration = Duration::from_secs(1);

/// Pause while the queue is away.
const PAUSE: Duration = Duration::from_millis(500);

/// Dispatches until stopped.
pub(super) async fn run(engine: Engine, stop: CancellationToken) {
    let mut rotations = JobClass::ALL.map(|class| (class, engine.rotation(class)));
    while !stop.is_cancelled() {
        for (class, rotation) in &mut rotations {
            if let Err(error) = dispatch(&engine, *class, rotation).await {
                tracing::debug!(class = class.as_str(), %error, "nothing was dispatched");
            }
        }
        let woken = stop
            .run_until_cancelled(engine.core.queue.wait_for_wake(TICK))
            .await;
        if let Some(Err(_)) = woken {
            stop.run_until_cancelled(tokio::time::sleep(PAUSE)).await;
        }
    }
}

async fn dispatch(
    engine: &Engine,
    class: JobClass,
    rotation: &mut Rotation,
) -> Result<(), QueueDown> {
    let limits: &PerClass<usize> = &engine.core.settings.jobs.max_outstanding;
    let room = of_class(limits, class).saturating_sub(engine.core.queue.outstanding(class).await?);
    match jobs::take(&engine.core.db, rotation, room).await {
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
