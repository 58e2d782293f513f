//! What people do to jobs. The row must be locked and its state known.

use uuid::Uuid;

use crate::AppError;
use crate::db::TenantTx;

/// Ends a job that waits.
pub(crate) async fn mark_job_cancelled(tx: &TenantTx, job_id: Uuid) -> Result<(), AppError> {
    let changes =
        "state = 'cancelled', finished_at = {now}, cancel_requested_at = {now}, error_code = NULL";
    change(tx, job_id, changes).await
}

/// Leaves word for the worker that runs it.
pub(crate) async fn mark_cancel_requested(tx: &TenantTx, job_id: Uuid) -> Result<(), AppError> {
    let changes = "cancel_requested_at = COALESCE(cancel_requested_at, {now})";
    change(tx, job_id, changes).await
}

/// Lets a failed job wait again, due now, with all its attempts. Its epoch stays: an old run remains fenced off.
pub(crate) async fn requeue_job(tx: &TenantTx, job_id: Uuid) -> Result<(), AppError> {
    let changes = "state = 'queued', attempt = 0, run_at = {now}, dispatched_at = NULL, cancel_requested_at = NULL, \
                   error_code = NULL, finished_at = NULL, started_at = NULL, lease_token = NULL, lease_until = NULL, \
                   progress_done = NULL, progress_total = NULL, progress_unit = NULL, progress_phase = NULL";
    change(tx, job_id, changes).await
}

async fn change(tx: &TenantTx, job_id: Uuid, changes: &str) -> Result<(), AppError> {
    let now = tx.dialect().now(tx.now());
    let sql = format!(
        "UPDATE jobs SET {}, updated_at = {now} WHERE tenant_id = $1 AND id = $2",
        changes.replace("{now}", &now)
    );
    tx.execute(sql, [tx.tenant_id().into(), job_id.into()])
        .await?;
    Ok(())
}
