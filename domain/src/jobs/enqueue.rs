//! Puts a job into the transaction of the change that needs it.

use chrono::{DateTime, Utc};
use sea_orm::Value;
use serde_json::json;
use uuid::Uuid;

use super::{Announcement, JobKind, JobRef};
use crate::db::TenantTx;
use crate::{AppError, trace_parent};

/// A job to be enqueued.
#[derive(Clone, Debug)]
pub struct NewJob {
    kind: JobKind,
    args: serde_json::Value,
    dedupe_key: Option<String>,
    subject_ref: Option<Uuid>,
    run_at: Option<DateTime<Utc>>,
    priority: i32,
}

impl NewJob {
    /// A job of this kind, to be run as soon as possible.
    #[must_use]
    pub fn new(kind: JobKind) -> Self {
        Self {
            kind,
            args: json!({}),
            dedupe_key: None,
            subject_ref: None,
            run_at: None,
            priority: 0,
        }
    }

    /// One argument: the id of a row. Arguments are ids, so that nothing personal enters queue or history.
    #[must_use]
    pub fn arg(mut self, name: &str, id: Uuid) -> Self {
        if let Some(args) = self.args.as_object_mut() {
            args.insert(name.to_owned(), json!(id));
        }
        self
    }

    /// While a job of the same kind and key is alive, no second one is made.
    #[must_use]
    pub fn dedupe_key(mut self, key: impl Into<String>) -> Self {
        self.dedupe_key = Some(key.into());
        self
    }

    /// The person whose data it handles: erasure finds it by this.
    #[must_use]
    pub fn subject(mut self, subject_id: Uuid) -> Self {
        self.subject_ref = Some(subject_id);
        self
    }

    /// Not before this instant.
    #[must_use]
    pub fn run_at(mut self, at: DateTime<Utc>) -> Self {
        self.run_at = Some(at);
        self
    }
}

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
    let class = job.kind.class();
    // An idle tenant's job is pushed by the enqueuer itself; the others wait for the fair dispatcher.
    let is_direct =
        job.run_at.is_none() && tx.services().queue.admits_direct_push(job_ref.tenant_id);
    let now = tx.dialect().now(tx.now());
    let run_at = if job.run_at.is_some() {
        "$11".to_owned()
    } else {
        now.clone()
    };
    let dispatched_at = if is_direct { now.as_str() } else { "NULL" };
    let sql = format!(
        "INSERT INTO jobs (tenant_id, id, kind, class, state, priority, run_at, attempt, max_attempts, epoch, \
         dispatched_at, dedupe_key, subject_ref, args, trace_parent, created_at, updated_at) \
         VALUES ($1, $2, $3, $4, 'queued', $5, {run_at}, 0, $6, 0, {dispatched_at}, $7, $8, $9, $10, {now}, {now}) \
         ON CONFLICT (tenant_id, kind, dedupe_key) \
         WHERE state IN ('queued', 'running', 'waiting') AND dedupe_key IS NOT NULL DO NOTHING"
    );
    let dedupe_key = job.dedupe_key.clone();
    let mut values: Vec<Value> = vec![
        job_ref.tenant_id.into(),
        job_ref.job_id.into(),
        job.kind.as_str().into(),
        class.as_str().into(),
        job.priority.into(),
        job.kind.max_attempts().into(),
        job.dedupe_key.into(),
        job.subject_ref.into(),
        job.args.into(),
        trace_parent::current().into(),
    ];
    values.extend(job.run_at.map(Value::from));
    if tx.execute(sql, values).await? == 1 {
        tx.announce(Announcement {
            job: job_ref,
            class,
            is_direct,
        });
        return Ok(job_ref.job_id);
    }
    find_live(tx, job.kind, dedupe_key.unwrap_or_default()).await
}

async fn find_live(tx: &TenantTx, kind: JobKind, dedupe_key: String) -> Result<Uuid, AppError> {
    let sql = "SELECT id FROM jobs WHERE tenant_id = $1 AND kind = $2 AND dedupe_key = $3 \
               AND state IN ('queued', 'running', 'waiting')";
    let rows = tx
        .query(
            sql,
            [
                tx.tenant_id().into(),
                kind.as_str().into(),
                dedupe_key.into(),
            ],
        )
        .await?;
    let row = rows
        .first()
        .ok_or_else(|| AppError::Conflict("the same work was just finished; try again".into()))?;
    Ok(row.try_get("", "id")?)
}
