//! Runs a failed job again, and with it the scan that it was about.

use uuid::Uuid;
use xorb_entities::ids::JobId;
use xorb_entities::jobs::{JobState, job};
use xorb_entities::scans::ScanState;

use super::view::JobView;
use super::{Announcement, JobKind, JobRef, queries};
use crate::audit::{AuditAction, AuditEvent};
use crate::db::TenantTx;
use crate::events::Topic;
use crate::identity::{Actor, Permission};
use crate::privacy::erasure::accept_gone_rows;
use crate::scans;
use crate::{AppError, Core, UserErrorCode, webhooks};

/// Puts a failed job back into the queue with all its attempts. What it has done already is not done again.
///
/// # Errors
/// User error `INVALID_STATE` unless it has failed; `Conflict` if the same work waits or runs already; `NotFound`,
/// `Forbidden`.
#[tracing::instrument(skip_all)]
pub async fn retry_job(core: &Core, actor: &Actor, job_id: Uuid) -> Result<JobView, AppError> {
    let object = JobId::from(job_id);
    core.authorise(actor, Permission::JobsManage, Some(&object.to_string()))
        .await?;
    let tx = core.db.write(&actor.scope).await?;
    let job = queries::lock_job(&tx, job_id)
        .await?
        .ok_or(AppError::NotFound("job"))?;
    let kind = job.kind.parse::<JobKind>().ok();
    let (JobState::Failed, Some(kind)) = (job.state, kind) else {
        return Err(AppError::user(
            UserErrorCode::InvalidState,
            "jobId",
            "only a job that has failed can be run again",
        ));
    };
    if kind == JobKind::RunScan {
        requeue_scan(&tx, &job).await?;
    }
    if kind == JobKind::DeliverWebhook {
        webhooks::reopen_delivery(&tx, queries::arg(&job, "delivery_id")?).await?;
    }
    if kind == JobKind::EraseSubject {
        accept_gone_rows(&tx, queries::arg(&job, "request_id")?).await?;
    }
    queries::requeue_job(&tx, job_id).await?;
    tx.announce(Announcement {
        job: JobRef {
            tenant_id: tx.tenant_id(),
            job_id,
        },
        class: kind.class(),
        is_direct: false,
    });
    tx.wake(Topic::Job(job_id));
    tx.record(AuditEvent::new(AuditAction::JobRetried, actor).object(object));
    let view = queries::find_job(&tx, job_id).await?;
    tx.commit().await?;
    Ok(view)
}

/// The scan waits again. Its steps that completed stay; the others are run again.
async fn requeue_scan(tx: &TenantTx, job: &job::Model) -> Result<(), AppError> {
    let scan_id = queries::arg(job, "scan_id")?;
    let mut scan = scans::queries::lock_scan(tx, scan_id)
        .await?
        .ok_or(AppError::NotFound("scan"))?;
    if !scans::can_be_retried(scan.state) {
        return Err(AppError::user(
            UserErrorCode::InvalidState,
            "jobId",
            "the scan of this job has ended and can't be run again; start a new one",
        ));
    }
    scan.state = ScanState::Queued;
    scan.error_code = None;
    scan.finished_at = None;
    scan.cancel_requested_at = None;
    scans::queries::update_scan(tx, scan).await?;
    tx.wake(Topic::Scan(scan_id));
    scans::queries::reset_steps(tx, scan_id, job.id).await
}
