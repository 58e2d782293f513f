//! Puts a job into the transaction of the change that needs it.

use uuid::Uuid;

use super::{Announcement, JobKind, JobRef, NewJob};
use crate::AppError;
use crate::db::TenantTx;

/// Inserts the job and announces it once the transaction has committed. Returns its id, or, if a live job has the same
/// dedupe key, the id of that one.
///
/// # Errors
/// As the database says.
pub async fn enqueue(tx: &TenantTx, job: NewJob) -> Result<Uuid, AppError> {
    let job_ref = JobRef {
        tenant_id: tx.tenant_id(),
        job_id: tx.new_id(),
    };
    let (kind, dedupe_key, run_at) = (job.kind, job.dedupe_key.clone(), job.run_at);
    // An idle tenant's job is pushed by the enqueuer itself; the others wait for the fair dispatcher.
    let is_direct = run_at.is_none() && tx.services().queue.admits_direct_push(job_ref.tenant_id);
    let now = tx.dialect().now(tx.now());
    let (sql, values) = job.insert(job_ref, &now, is_direct);
    if tx.execute(sql, values).await? == 0 {
        return find_live(tx, kind, dedupe_key.unwrap_or_default()).await;
    }
    match run_at.and_then(|at| (at - tx.now()).to_std().ok()) {
        Some(delay) => tx.services().queue.wake_dispatcher_after(delay),
        None => tx.announce(Announcement {
            job: job_ref,
            class: kind.class(),
            is_direct,
        }),
    }
    Ok(job_ref.job_id)
}

async fn find_live(tx: &TenantTx, kind: JobKind, dedupe_key: String) -> Result<Uuid, AppError> {
    let sql = "SELECT id FROM jobs WHERE tenant_id = $1 AND kind = $2 AND dedupe_key = $3 \
               AND state IN ('queued', 'running', 'waiting')";
    let values = [
        tx.tenant_id().into(),
        kind.as_str().into(),
        dedupe_key.into(),
    ];
    let rows = tx.query(sql, values).await?;
    let row = rows
        .first()
        .ok_or_else(|| AppError::Conflict("the same work was just finished; try again".into()))?;
    Ok(row.try_get("", "id")?)
}
