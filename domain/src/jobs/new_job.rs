//! A job to be enqueued, and the statement that does it.

use chrono::{DateTime, Utc};
use sea_orm::Value;
use serde_json::json;
use uuid::Uuid;

use super::{JobKind, JobRef};
use crate::trace_parent;

/// A job to be enqueued.
#[derive(Clone, Debug)]
pub struct NewJob {
    pub(super) kind: JobKind,
    args: serde_json::Value,
    pub(super) dedupe_key: Option<String>,
    subject_ref: Option<Uuid>,
    pub(super) run_at: Option<DateTime<Utc>>,
    priority: i32,
    target_key: Option<Uuid>,
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
            target_key: None,
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

    /// Before the tenant's other jobs of its class that have a lower one; 0 if nothing is said.
    #[must_use]
    pub fn priority(mut self, priority: i32) -> Self {
        self.priority = priority;
        self
    }

    /// What it is about, outside: only so many jobs of one target run at once.
    #[must_use]
    pub fn target(mut self, target_key: Uuid) -> Self {
        self.target_key = Some(target_key);
        self
    }

    /// Inserts it, unless a live job has its dedupe key. `now` is an SQL expression; `is_handed_out` if whoever enqueues it
    /// pushes it to the queue as well.
    pub(super) fn insert(
        self,
        job: JobRef,
        now: &str,
        is_handed_out: bool,
    ) -> (String, Vec<Value>) {
        let run_at = if self.run_at.is_some() { "$12" } else { now };
        let dispatched_at = if is_handed_out { now } else { "NULL" };
        let sql = format!(
            "INSERT INTO jobs (tenant_id, id, kind, class, state, priority, run_at, attempt, max_attempts, epoch, \
             dispatched_at, dedupe_key, subject_ref, args, trace_parent, target_key, created_at, updated_at) \
             VALUES ($1, $2, $3, $4, 'queued', $5, {run_at}, 0, $6, 0, {dispatched_at}, $7, $8, $9, $10, $11, {now}, {now}) \
             ON CONFLICT (tenant_id, kind, dedupe_key) \
             WHERE state IN ('queued', 'running', 'waiting') AND dedupe_key IS NOT NULL DO NOTHING"
        );
        let mut values: Vec<Value> = vec![
            job.tenant_id.into(),
            job.job_id.into(),
            self.kind.as_str().into(),
            self.kind.class().as_str().into(),
            self.priority.into(),
            self.kind.max_attempts().into(),
            self.dedupe_key.into(),
            self.subject_ref.into(),
            self.args.into(),
            trace_parent::current().into(),
            self.target_key.into(),
        ];
        values.extend(self.run_at.map(Value::from));
        (sql, values)
    }
}
