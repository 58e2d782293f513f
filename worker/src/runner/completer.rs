//! Writes the ends of runs, many in one statement, one statement at a time.

use std::collections::BTreeSet;
use std::time::Duration;

use tokio::sync::mpsc;
use xorb_domain::events::Topic;
use xorb_domain::jobs::{self, Finish, Outcome};

use super::engine::Engine;

/// Ends written at once.
const BATCH: usize = 500;

/// Pause before an end that could not be written is tried again. The lease is kept alive meanwhile.
const PAUSE: Duration = Duration::from_millis(250);

/// Writes ends until all senders are gone.
pub(super) async fn run(engine: Engine, mut finishes: mpsc::UnboundedReceiver<Finish>) {
    let mut batch = Vec::with_capacity(BATCH);
    while finishes.recv_many(&mut batch, BATCH).await > 0 {
        write(&engine, &batch).await;
        batch.clear();
    }
}

async fn write(engine: &Engine, batch: &[Finish]) {
    loop {
        match jobs::finish(&engine.core.db, batch).await {
            Ok(ours) => {
                for job in ours {
                    let topic = Topic::Job(job.job_id);
                    engine.core.events.publish(job.tenant_id, [topic]);
                }
                break;
            }
            Err(error) => {
                tracing::warn!(
                    error = %error.chain(),
                    ends = batch.len(),
                    "the ends of jobs could not be written; trying again"
                );
                tokio::time::sleep(PAUSE).await;
            }
        }
    }
    let mut classes = BTreeSet::new();
    for finish in batch {
        let Some(run) = engine.running.remove(&finish.lease) else {
            continue;
        };
        classes.insert(run.class);
        if let Outcome::Retry(_, after) = finish.outcome {
            engine.core.queue.wake_dispatcher_after(run.class, after);
        }
    }
    // A tenant that was at its limit may go on.
    let classes: Vec<_> = classes.into_iter().collect();
    engine.core.queue.wake_dispatcher(&classes).await;
}
