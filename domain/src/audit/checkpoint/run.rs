//! The loop that every process runs: checkpoints every few seconds, and a job a day that verifies each whole trail.

use std::sync::Arc;

use chrono::TimeDelta;
use tokio::time::{MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;

use super::{checkpoint_every_trail, checkpoint_trails};
use crate::audit::daily::enqueue_due_verifications;
use crate::{AppError, Core};

/// How often the loop looks for trails whose daily verification is due.
const DAILY_CHECK: TimeDelta = TimeDelta::hours(1);

/// Runs until `stop`, then takes the last checkpoints. Errors are logged and tried again.
pub async fn run_checkpoints(core: Arc<Core>, stop: CancellationToken) {
    let mut ticks = interval(core.settings.audit.checkpoint_interval);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    // What the last process had no time for.
    let mut is_caught_up = false;
    let mut daily_check_at = core.clock.now();
    loop {
        tokio::select! {
            biased;
            () = stop.cancelled() => break,
            _ = ticks.tick() => {}
        }
        if is_caught_up {
            succeeded(&checkpoint_trails(&core).await);
        } else {
            is_caught_up = succeeded(&checkpoint_every_trail(&core).await);
        }
        if core.clock.now() >= daily_check_at && succeeded(&enqueue_due_verifications(&core).await)
        {
            daily_check_at = core.clock.now() + DAILY_CHECK;
        }
    }
    succeeded(&checkpoint_trails(&core).await);
}

fn succeeded<T>(result: &Result<T, AppError>) -> bool {
    if let Err(error) = result {
        tracing::warn!(error = %error.chain(), "checkpoints of the audit trail failed; trying again");
    }
    result.is_ok()
}
