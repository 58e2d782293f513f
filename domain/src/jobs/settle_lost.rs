//! Settles what a job was about when it took every worker down with it, so that none of them could.

use xorb_entities::jobs::JobState;

use super::{JobKind, JobRef, queries};
use crate::events::Topic;
use crate::privacy::erasure;
use crate::tenants::TenantScope;
use crate::{AppError, Core, scans, webhooks};

/// The code of such a job, and of the scan it was about.
const WORKER_LOST: &str = "worker_lost";

/// Ends the scan of a job that `reconcile` has failed, which otherwise would run for ever, and blocks its erasure.
///
/// # Errors
/// As the database says.
pub async fn settle_lost(core: &Core, job: JobRef) -> Result<(), AppError> {
    let scope = TenantScope::verified(job.tenant_id);
    let tx = core.db.write(&scope).await?;
    let Some(row) = queries::lock_job(&tx, job.job_id).await? else {
        return Ok(());
    };
    if row.state != JobState::Failed {
        return Ok(());
    }
    if row.kind == JobKind::RunScan.as_str() {
        let scan_id = queries::arg(&row, "scan_id")?;
        scans::run::fail_scan(&tx, scan_id, WORKER_LOST).await?;
    }
    if row.kind == JobKind::EraseSubject.as_str() {
        let request_id = queries::arg(&row, "request_id")?;
        erasure::block_request(&tx, request_id, None, WORKER_LOST).await?;
        erasure::together::release_members(&tx, job.job_id).await?;
    }
    if row.kind == JobKind::DeliverWebhook.as_str() {
        let delivery_id = queries::arg(&row, "delivery_id")?;
        webhooks::fail_delivery(&tx, delivery_id, WORKER_LOST).await?;
    }
    tx.wake(Topic::Job(job.job_id));
    tx.commit().await
}
