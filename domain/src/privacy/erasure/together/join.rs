//! Takes the jobs of other people along: they wait until this one has done their work, or lets them go. The person whose job
//! it is is one of the run.

use uuid::Uuid;

use crate::AppError;
use crate::jobs::{JobContext, JobKind};

/// People in one run. One scan serves them all, and its memory is bounded.
const MOST: usize = 10_000;

/// Joins the erasures that were approved and that nobody has begun, and says how many people are in this run besides the
/// one whose job it is. Nobody joins twice; nobody is in a run alone.
///
/// # Errors
/// `Fenced` if the lease was lost; as the database says.
pub async fn join_others(context: &JobContext, request_id: Uuid) -> Result<usize, AppError> {
    let tx = context.fenced().await?;
    let job_id = context.lease.job.job_id;
    let now = tx.dialect().now(tx.now());
    let lock = match tx.dialect().for_update_skip_locked() {
        "" => String::new(),
        lock => lock.replacen("UPDATE", "UPDATE OF j", 1),
    };
    let wait = format!(
        "UPDATE jobs SET state = 'waiting', dispatched_at = NULL, updated_at = {now} WHERE tenant_id = $1 AND id IN \
         (SELECT j.id FROM data_subject_requests r JOIN jobs j ON j.tenant_id = r.tenant_id AND j.id = r.job_id \
          WHERE r.tenant_id = $1 AND r.state = 'approved' AND r.run_job_id IS NULL AND r.id <> $2 \
          AND j.kind = $3 AND j.state = 'queued' AND j.attempt = 0 AND j.run_at <= {now} \
          ORDER BY r.approved_at, r.id LIMIT {MOST}{lock})"
    );
    let values = [
        tx.tenant_id().into(),
        request_id.into(),
        JobKind::EraseSubject.as_str().into(),
    ];
    if tx.execute(wait, values).await? > 0 {
        let join = "UPDATE data_subject_requests SET run_job_id = $2 WHERE tenant_id = $1 AND state = 'approved' \
                    AND run_job_id IS NULL AND job_id IN \
                    (SELECT id FROM jobs WHERE tenant_id = $1 AND kind = $3 AND state = 'waiting')";
        let values = [
            tx.tenant_id().into(),
            job_id.into(),
            JobKind::EraseSubject.as_str().into(),
        ];
        tx.execute(join, values).await?;
    }
    let count = "SELECT count(*) AS total FROM data_subject_requests WHERE tenant_id = $1 AND run_job_id = $2 AND id <> $3";
    let values = [tx.tenant_id().into(), job_id.into(), request_id.into()];
    let rows = tx.query(count, values.clone()).await?;
    let total: i64 = rows.first().map_or(Ok(0), |row| row.try_get("", "total"))?;
    if total > 0 {
        let join = "UPDATE data_subject_requests SET run_job_id = $2 WHERE tenant_id = $1 AND id = $3 \
                    AND state = 'approved' AND run_job_id IS NULL";
        tx.execute(join, values).await?;
    }
    tx.commit().await?;
    usize::try_from(total).map_err(AppError::internal)
}
