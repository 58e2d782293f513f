//! The loop that every process runs: checkpoints every few seconds.

use std::sync::Arc;

use tokio::time::{MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;

use super::{checkpoint_every_trail, checkpoint_trails};
use crate::{AppError, Core};

/// Runs until `stop`, then takes the last checkpoints. Errors are logged and tried again.
pub async fn run_checkpoints(core: Arc<Core>, stop: CancellationToken) {
    let mut ticks = interval(core.settings.audit.checkpoint_interval);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    // What the last process had no time for.
    let mut is_caught_up = false;
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
    }
    succeeded(&checkpoint_trails(&core).await);
}

fn succeeded<T>(result: &Result<T, AppError>) -> bool {
    if let Err(error) = result {
        tracing::warn!(error = %error.chain(), "checkpoints of the audit trail failed; trying again");
    }
    result.is_ok()
}
