//! Ends a run that may not go on: cancelled, killed, taken away, or because the process shuts down.

use uuid::Uuid;
use xorb_domain::jobs::{JobContext, JobError, StopReason};
use xorb_domain::scans::run::{SCANS_STOPPED, cancel_running_scan, kill_scan};

/// Settles a scan whose run was stopped.
pub(super) async fn stopped(
    context: &JobContext,
    scan_id: Uuid,
    reason: StopReason,
) -> Result<(), JobError> {
    match reason {
        StopReason::Cancelled => {
            let tx = context.fenced().await?;
            cancel_running_scan(&tx, scan_id).await?;
            tx.commit().await?;
            Err(JobError::Cancelled)
        }
        StopReason::Killed => refused(context, scan_id, SCANS_STOPPED).await,
        StopReason::LeaseLost | StopReason::ShuttingDown | StopReason::Overdue => {
            Err(reason.into())
        }
    }
}

/// Settles a scan that was not authorised. Trying again can't help.
pub(super) async fn refused(
    context: &JobContext,
    scan_id: Uuid,
    code: &'static str,
) -> Result<(), JobError> {
    if code == SCANS_STOPPED {
        let tx = context.fenced().await?;
        kill_scan(&tx, scan_id).await?;
        tx.commit().await?;
    }
    Err(JobError::fail(code))
}
