//! Puts jobs into the transaction of the change that needs them.

use std::collections::HashSet;

use sea_orm::Value;
use uuid::Uuid;

use super::new_job::{insert, rows_at_once};
use super::{Announcement, JobKind, JobRef, NewJob};
use crate::AppError;
use crate::db::TenantTx;

/// Inserts the job and announces it once the transaction has committed. Returns its id, or, if a live job has the same
/// dedupe key, the id of that one.
///
/// # Errors
/// As the database says.
pub async fn enqueue(tx: &TenantTx, job: NewJob) -> Result<Uuid, AppError> {
    let (kind, dedupe_key) = (job.kind, job.dedupe_key.clone());
    match enqueue_many(tx, vec![job]).await?.first() {
        Some(id) => Ok(*id),
        None => find_live(tx, kind, dedupe_key.unwrap_or_default()).await,
    }
}

/// The same for many, in one statement for some thousands of them. Returns the ids of those that were made, in the order of
/// `jobs`: not of those whose dedupe key a live job has.
///
/// # Errors
/// As the database says.
pub async fn enqueue_many(tx: &TenantTx, jobs: Vec<NewJob>) -> Result<Vec<Uuid>, AppError> {
    let queue = &tx.services().queue;
    let tenant_id = tx.tenant_id();
    let mut rows = Vec::with_capacity(jobs.len());
    let mut announced = Vec::with_capacity(jobs.len());
    for job in jobs {
        let job_id = tx.new_id();
        // An idle tenant's job is pushed by the enqueuer itself; the others wait for the fair dispatcher.
        let is_direct = job.run_at.is_none() && queue.admits_direct_push(tenant_id);
        announced.push((job.run_at, announcement(tenant_id, job_id, &job, is_direct)));
        rows.push(job.row(JobRef { tenant_id, job_id }, is_direct));
    }
    let made = insert_all(tx, rows).await?;
    announced.retain(|(_, announcement)| made.contains(&announcement.job.job_id));
    for (run_at, announcement) in &announced {
        match run_at.and_then(|at| (at - tx.now()).to_std().ok()) {
            Some(delay) => queue.wake_dispatcher_after(announcement.class, delay),
            None => tx.announce(*announcement),
        }
    }
    let ids = announced.iter().map(|(_, made)| made.job.job_id);
    Ok(ids.collect())
}

async fn insert_all(tx: &TenantTx, rows: Vec<Vec<Value>>) -> Result<HashSet<Uuid>, AppError> {
    let now = tx.dialect().now(tx.now());
    let mut made = HashSet::with_capacity(rows.len());
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        let some = rows.by_ref().take(rows_at_once()).collect();
        let (sql, values) = insert(tx.dialect(), &now, some)?;
        for row in tx.query(sql, values).await? {
            made.insert(row.try_get("", "id")?);
        }
    }
    Ok(made)
}

fn announcement(tenant_id: Uuid, job_id: Uuid, job: &NewJob, is_direct: bool) -> Announcement {
    Announcement {
        job: JobRef { tenant_id, job_id },
        class: job.kind.class(),
        is_direct,
    }
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
