//! Cancels a job inside a use case's transaction: one that waits at once, one that runs through its worker's heartbeat.

use uuid::Uuid;
use xorb_entities::jobs::JobState;

use super::queries;
use crate::AppError;
use crate::db::TenantTx;
use crate::events::Topic;

/// What a request to cancel has come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CancelRequest {
    /// It waited; now it is cancelled.
    Cancelled,
    /// It runs; its worker will read the request.
    IsRunning,
    /// It had ended before.
    HasEnded,
}

/// Cancels a job or asks its worker to. The job's row stays locked until the transaction ends.
///
/// # Errors
/// `NotFound` if there is none in this tenant.
pub(crate) async fn request_cancel(tx: &TenantTx, job_id: Uuid) -> Result<CancelRequest, AppError> {
    let job = queries::lock_job(tx, job_id)
        .await?
        .ok_or(AppError::NotFound("job"))?;
    let request = match job.state {
        JobState::Queued | JobState::Waiting => CancelRequest::Cancelled,
        JobState::Running => CancelRequest::IsRunning,
        JobState::Succeeded | JobState::Failed | JobState::Cancelled => {
            return Ok(CancelRequest::HasEnded);
        }
    };
    if request == CancelRequest::Cancelled {
        queries::mark_job_cancelled(tx, job_id).await?;
    } else {
        queries::mark_cancel_requested(tx, job_id).await?;
    }
    tx.wake(Topic::Job(job_id));
    Ok(request)
}
