//! A job to be enqueued, and the statement that does it for many.

use chrono::{DateTime, Utc};
use sea_orm::Value;
use serde_json::json;
use uuid::Uuid;

use super::{JobKind, JobRef};
use crate::db::{Dialect, rows_per_statement, value_table};
use crate::{AppError, trace_parent};

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

    /// Its row, in the order of `COLUMNS`. `is_handed_out` if whoever enqueues it pushes it to the queue as well.
    pub(super) fn row(self, job: JobRef, is_handed_out: bool) -> Vec<Value> {
        vec![
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
            self.run_at.into(),
            is_handed_out.into(),
        ]
    }
}

/// What is known of a job when it is enqueued.
const COLUMNS: [&str; 13] = [
    "tenant_id",
    "id",
    "kind",
    "class",
    "priority",
    "max_attempts",
    "dedupe_key",
    "subject_ref",
    "args",
    "trace_parent",
    "target_key",
    "run_at",
    "is_handed_out",
];

/// How many of them fit into a statement.
pub(super) fn rows_at_once() -> usize {
    rows_per_statement(COLUMNS.len())
}

/// Inserts so many rows, except those whose dedupe key a live job has, and returns the ids of those that were. `now` is an
/// SQL expression.
///
/// # Errors
/// None that a job could cause.
pub(super) fn insert(
    dialect: Dialect,
    now: &str,
    rows: Vec<Vec<Value>>,
) -> Result<(String, Vec<Value>), AppError> {
    let new = value_table(dialect, 0, &COLUMNS, rows)?;
    let sql = format!(
        "INSERT INTO jobs (tenant_id, id, kind, class, state, priority, run_at, attempt, max_attempts, epoch, \
         dispatched_at, dedupe_key, subject_ref, args, trace_parent, target_key, created_at, updated_at) \
         SELECT tenant_id, id, kind, class, 'queued', priority, COALESCE(run_at, {now}), 0, max_attempts, 0, \
         CASE WHEN is_handed_out THEN {now} END, dedupe_key, subject_ref, args, trace_parent, target_key, {now}, {now} \
         FROM {} WHERE 1 = 1 ON CONFLICT (tenant_id, kind, dedupe_key) \
         WHERE state IN ('queued', 'running', 'waiting') AND dedupe_key IS NOT NULL DO NOTHING RETURNING id",
        new.sql
    );
    Ok((sql, new.values))
}
