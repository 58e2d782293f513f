//! Lets people go from a run: from now on their own job erases them, and nobody takes them along again.

use uuid::Uuid;

use crate::AppError;
use crate::db::{TenantTx, placeholder_list, rows_per_statement};
use crate::events::Topic;
use crate::jobs::{Announcement, JobContext, JobKind, JobRef};
use crate::privacy::erasure::tasks::look_everywhere;

/// The run of those who go alone. Not the job of any of them, which may lead a run of others.
const ALONE: Uuid = Uuid::nil();

/// Lets these people go.
///
/// # Errors
/// As the database says.
pub(super) async fn release(tx: &TenantTx, requests: &[Uuid]) -> Result<(), AppError> {
    for requests in requests.chunks(rows_per_statement(1)) {
        let these = placeholder_list(1, requests.len());
        let values = || {
            let ids = requests.iter().map(|request| (*request).into());
            std::iter::once(tx.tenant_id().into())
                .chain(ids)
                .collect::<Vec<_>>()
        };
        let alone = format!(
            "UPDATE data_subject_requests SET run_job_id = ${} WHERE tenant_id = $1 AND id IN ({these})",
            requests.len() + 2
        );
        let run = std::iter::once(ALONE.into());
        tx.execute(alone, values().into_iter().chain(run)).await?;
        let now = tx.dialect().now(tx.now());
        let queue = format!(
            "UPDATE jobs SET state = 'queued', run_at = {now}, dispatched_at = NULL, updated_at = {now} \
             WHERE tenant_id = $1 AND state = 'waiting' AND id IN \
             (SELECT job_id FROM data_subject_requests WHERE tenant_id = $1 AND id IN ({these})) RETURNING id"
        );
        for row in tx.query(queue, values()).await? {
            let job = JobRef {
                tenant_id: tx.tenant_id(),
                job_id: row.try_get("", "id")?,
            };
            let class = JobKind::EraseSubject.class();
            tx.announce(Announcement {
                job,
                class,
                is_direct: false,
            });
            tx.wake(Topic::Job(job.job_id));
        }
    }
    look_everywhere(tx, requests).await
}

/// Lets everybody go whom this run has not brought to the end.
///
/// # Errors
/// `Fenced` if the lease was lost; as the database says.
pub async fn release_everybody(context: &JobContext) -> Result<(), AppError> {
    let tx = context.fenced().await?;
    release_members(&tx, context.lease.job.job_id).await?;
    tx.commit().await
}

/// The same inside a transaction, for the run of this job.
///
/// # Errors
/// As the database says.
pub(crate) async fn release_members(tx: &TenantTx, run: Uuid) -> Result<(), AppError> {
    let sql = "SELECT id FROM data_subject_requests WHERE tenant_id = $1 AND run_job_id = $2 \
               AND state NOT IN ('completed', 'completed_partially') ORDER BY id";
    let rows = tx.query(sql, [tx.tenant_id().into(), run.into()]).await?;
    let ids: Vec<Uuid> = rows
        .iter()
        .map(|row| row.try_get("", "id"))
        .collect::<Result<_, _>>()?;
    release(tx, &ids).await
}
