//! Repairs what crashed processes left, wherever they ran.

use std::time::Instant;

use tokio_util::sync::CancellationToken;
use xorb_domain::jobs::{self, JobClass};

use super::engine::Engine;

/// A look that takes long, because the database can't forget what is done, is not had all the time.
const TIMES_THE_LOOK: u32 = 5;

/// Reconciles until stopped.
pub(super) async fn run(engine: Engine, stop: CancellationToken) {
    let shortest = engine.core.settings.jobs.reconcile;
    let mut pause = shortest;
    while stop
        .run_until_cancelled(tokio::time::sleep(pause))
        .await
        .is_some()
    {
        let begun_at = Instant::now();
        let reconciled = jobs::reconcile(&engine.core.db).await;
        pause = shortest.max(begun_at.elapsed() * TIMES_THE_LOOK);
        match reconciled {
            Ok(repaired) => {
                for job in &repaired.failed {
                    tracing::error!(tenant_id = %job.tenant_id, job_id = %job.job_id, "a job lost its worker every time");
                    if let Err(error) = jobs::settle_lost(&engine.core, *job).await {
                        tracing::error!(job_id = %job.job_id, error = %error.chain(), "what it was about was not settled");
                    }
                }
                engine
                    .counters
                    .reconciled(repaired.requeued.len(), repaired.failed.len());
                if !repaired.requeued.is_empty() {
                    tracing::warn!(
                        jobs = repaired.requeued.len(),
                        "jobs of a lost worker wait again"
                    );
                    engine.core.queue.wake_dispatcher(&JobClass::ALL).await;
                }
            }
            Err(error) => {
                tracing::warn!(error = %error.chain(), "nothing was reconciled");
            }
        }
    }
}
