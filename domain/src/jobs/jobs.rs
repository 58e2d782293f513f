//! Lists the tenant's jobs, newest first.

use xorb_entities::jobs::JobState;

use super::estimate::estimate;
use super::queries;
use super::view::JobView;
use super::{JobClass, JobKind};
use crate::AppError;
use crate::db::ReadSession;
use crate::identity::Permission;
use crate::paging::{Keyset, Page, Slice};

/// Which jobs are wanted; the default is all.
#[derive(Clone, Debug, Default)]
pub struct JobFilter {
    /// Of one of these kinds; empty: of any.
    pub kinds: Vec<JobKind>,
    /// Of one of these classes; empty: of any.
    pub classes: Vec<JobClass>,
    /// In one of these states; empty: in any.
    pub states: Vec<JobState>,
}

/// A page of jobs.
///
/// # Errors
/// `Forbidden`; `BadInput` for a cursor of another list.
#[tracing::instrument(skip_all)]
pub async fn jobs(
    reads: &ReadSession,
    filter: &JobFilter,
    page: Page,
) -> Result<Slice<JobView>, AppError> {
    authorise(reads).await?;
    let mut jobs = queries::list_jobs(&*reads.tx().await?, filter, &page).await?;
    estimate(reads, &mut jobs).await?;
    Ok(Slice::new(jobs, &page, |job: &JobView| Keyset::Id(job.id)))
}

/// How many there are.
///
/// # Errors
/// `Forbidden`.
pub async fn count_jobs(reads: &ReadSession, filter: &JobFilter) -> Result<u64, AppError> {
    authorise(reads).await?;
    queries::count_jobs(&*reads.tx().await?, filter).await
}

async fn authorise(reads: &ReadSession) -> Result<(), AppError> {
    reads.authorise(Permission::JobsRead, None).await
}
