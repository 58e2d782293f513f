//! Cancels a job, and with it the scan that it would have run or the webhook that it would have sent.

use uuid::Uuid;
use xorb_entities::ids::JobId;
use xorb_entities::jobs::JobState;

use super::view::JobView;
use super::{CancelRequest, JobKind, queries, request_cancel};
use crate::audit::{AuditAction, AuditEvent};
use crate::db::TenantTx;
use crate::identity::{Actor, Permission};
use crate::scans;
use crate::{AppError, Core, UserErrorCode, webhooks};

/// Cancels a job. Cancelling it again changes nothing.
///
/// # Errors
/// User error `INVALID_STATE` if it has ended otherwise; `NotFound`, `Forbidden`.
#[tracing::instrument(skip_all)]
pub async fn cancel_job(core: &Core, actor: &Actor, job_id: Uuid) -> Result<JobView, AppError> {
    let object = JobId::from(job_id);
    core.authorise(actor, Permission::JobsManage, Some(&object.to_string()))
        .await?;
    let tx = core.db.write(&actor.scope).await?;
    let request = request_cancel(&tx, job_id).await?;
    let job = queries::lock_job(&tx, job_id)
        .await?
        .ok_or(AppError::NotFound("job"))?;
    if job.kind == JobKind::EraseSubject.as_str() {
        return Err(AppError::user(
            UserErrorCode::InvalidState,
            "jobId",
            "an erasure is not cancelled as a job; before it begins, withdraw its request",
        ));
    }
    let is_cancelled = job.state == JobState::Cancelled;
    match request {
        CancelRequest::HasEnded if is_cancelled => {}
        CancelRequest::HasEnded => {
            return Err(AppError::user(
                UserErrorCode::InvalidState,
                "jobId",
                "this job has ended already",
            ));
        }
        CancelRequest::Cancelled | CancelRequest::IsRunning => {
            if job.kind == JobKind::RunScan.as_str() {
                cancel_scan(&tx, request, queries::arg(&job, "scan_id")?).await?;
            }
            if job.kind == JobKind::DeliverWebhook.as_str() {
                webhooks::cancel_delivery(&tx, queries::arg(&job, "delivery_id")?).await?;
            }
            tx.record(AuditEvent::new(AuditAction::JobCancelled, actor).object(object));
        }
    }
    let view = queries::find_job(&tx, job_id).await?;
    tx.commit().await?;
    Ok(view)
}

async fn cancel_scan(tx: &TenantTx, request: CancelRequest, scan_id: Uuid) -> Result<(), AppError> {
    let Some(scan) = scans::queries::lock_scan(tx, scan_id).await? else {
        return Ok(());
    };
    match request {
        CancelRequest::Cancelled => scans::cancel_at_once(tx, scan).await?,
        _ => scans::note_cancel_request(tx, scan).await?,
    };
    Ok(())
}
