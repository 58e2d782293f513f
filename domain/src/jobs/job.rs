//! Reads one job, or those that other objects name.

use std::collections::HashMap;

use uuid::Uuid;
use xorb_entities::ids::JobId;

use super::estimate::estimate;
use super::queries;
use super::view::JobView;
use crate::AppError;
use crate::db::ReadSession;
use crate::identity::Permission;

/// One job.
///
/// # Errors
/// `NotFound` if there is none in this tenant; `Forbidden`.
#[tracing::instrument(skip_all)]
pub async fn job(reads: &ReadSession, id: Uuid) -> Result<JobView, AppError> {
    let object = JobId::from(id).to_string();
    reads.authorise(Permission::JobsRead, Some(&object)).await?;
    let mut jobs = queries::find_jobs(&*reads.tx().await?, &[id]).await?;
    estimate(reads, &mut jobs).await?;
    jobs.pop().ok_or(AppError::NotFound("job"))
}

/// The jobs that scans and requests name. Whoever sees those sees these.
///
/// # Errors
/// As the database says.
pub async fn load_jobs(
    reads: &ReadSession,
    ids: &[Uuid],
) -> Result<HashMap<Uuid, JobView>, AppError> {
    let mut jobs = queries::find_jobs(&*reads.tx().await?, ids).await?;
    estimate(reads, &mut jobs).await?;
    Ok(jobs.into_iter().map(|job| (job.id, job)).collect())
}
