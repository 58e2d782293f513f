//! A job, as clients see it.

use async_graphql::{Description, ID, Object};
use xorb_domain::jobs::JobView;
use xorb_entities::ids::JobId;

use super::{JobKind, JobProgress, JobState};
use crate::graphql::ErrorDetail;
use crate::graphql::scalars::DateTime;

/// A unit of work that runs by itself, in the order of the queue.
#[derive(Description)]
pub struct Job(JobView);

impl From<JobView> for Job {
    fn from(view: JobView) -> Self {
        Self(view)
    }
}

#[Object(use_type_description)]
impl Job {
    /// The job's id, `job_…`.
    pub(crate) async fn id(&self) -> ID {
        JobId::from(self.0.id).into()
    }

    /// What it does; null for a kind that this version does not know.
    async fn kind(&self) -> Option<JobKind> {
        let kind = self.0.kind.parse::<xorb_domain::jobs::JobKind>().ok()?;
        Some(kind.into())
    }

    /// Where it stands.
    async fn state(&self) -> JobState {
        self.0.state.into()
    }

    /// How often it has been started.
    async fn attempt(&self) -> i32 {
        self.0.attempt
    }

    /// Its place among your own waiting jobs of the same class, from 1; null unless it waits. Tenants take turns, so
    /// what others have queued delays it by their share only.
    async fn queue_position(&self) -> Option<i64> {
        self.0.queue_position
    }

    /// When it will start, as far as that can be said.
    async fn estimated_start_at(&self) -> Option<DateTime> {
        self.0.estimated_start_at.map(DateTime)
    }

    /// How far it is; null before the first report.
    async fn progress(&self) -> Option<JobProgress> {
        self.0.progress.clone().map(Into::into)
    }

    /// Why it failed, or why it is tried again; null if nothing went wrong.
    async fn error(&self) -> Option<ErrorDetail> {
        self.0.error_code.as_deref().map(ErrorDetail::of)
    }

    /// When it was queued.
    async fn created_at(&self) -> DateTime {
        self.0.created_at.into()
    }

    /// When its first attempt started.
    async fn started_at(&self) -> Option<DateTime> {
        self.0.started_at.map(DateTime)
    }

    /// When it ended, however it did.
    async fn finished_at(&self) -> Option<DateTime> {
        self.0.finished_at.map(DateTime)
    }
}
