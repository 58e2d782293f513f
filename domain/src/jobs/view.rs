//! What callers see of a job.

use chrono::{DateTime, Utc};
use uuid::Uuid;
use xorb_entities::jobs::{JobState, job};

/// A job of the tenant. Its arguments and lease are nobody's business.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobView {
    /// Its id.
    pub id: Uuid,
    /// What it does: the value in `jobs.kind`.
    pub kind: String,
    /// Where it stands.
    pub state: JobState,
    /// How often it was begun.
    pub attempt: i32,
    /// Its place in the tenant's own queue of its class, from 1; `None` unless it waits there. Tenants take turns, so what
    /// others have queued delays it by their share only.
    pub queue_position: Option<i64>,
    /// How far it is, if it says so.
    pub progress: Option<ProgressView>,
    /// Why it failed, or why it is tried again: a stable word.
    pub error_code: Option<String>,
    /// When it was enqueued.
    pub created_at: DateTime<Utc>,
    /// When it was first begun.
    pub started_at: Option<DateTime<Utc>>,
    /// When it ended.
    pub finished_at: Option<DateTime<Utc>>,
    /// When it will be begun, as far as that can be said.
    pub estimated_start_at: Option<DateTime<Utc>>,
}

/// How far a job is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProgressView {
    /// Units done.
    pub done: i64,
    /// Units in all; 0 if that is not known.
    pub total: i64,
    /// What is counted.
    pub unit: String,
    /// What it is doing.
    pub phase: String,
}

impl JobView {
    /// The view of a row, without its place in the queue.
    pub(super) fn new(job: job::Model) -> Self {
        let progress = job.progress_done.map(|done| ProgressView {
            done,
            total: job.progress_total.unwrap_or(0),
            unit: job.progress_unit.unwrap_or_default(),
            phase: job.progress_phase.unwrap_or_default(),
        });
        Self {
            id: job.id,
            kind: job.kind,
            state: job.state,
            attempt: job.attempt,
            queue_position: None,
            progress,
            error_code: job.error_code,
            created_at: job.created_at,
            started_at: job.started_at,
            finished_at: job.finished_at,
            estimated_start_at: None,
        }
    }

    /// Whether it will not change any more, unless somebody runs it again.
    #[must_use]
    pub fn has_ended(&self) -> bool {
        matches!(
            self.state,
            JobState::Succeeded | JobState::Failed | JobState::Cancelled
        )
    }
}
