//! Reads jobs.
#![expect(clippy::disallowed_methods, reason = "a query module")]

use std::collections::HashMap;

use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect, Select};
use uuid::Uuid;
use xorb_entities::jobs::{JobClass, JobState, job};

use super::positions::positions;
use crate::AppError;
use crate::db::TenantTx;
use crate::jobs::{JobFilter, JobView};
use crate::paging::{Page, newest_ids_first};

fn all(tx: &TenantTx) -> Select<job::Entity> {
    job::Entity::find().filter(job::Column::TenantId.eq(tx.tenant_id()))
}

/// One job.
pub(crate) async fn find_job(tx: &TenantTx, id: Uuid) -> Result<JobView, AppError> {
    let jobs = find_jobs(tx, &[id]).await?;
    jobs.into_iter().next().ok_or(AppError::NotFound("job"))
}

/// The jobs of these ids.
pub(crate) async fn find_jobs(tx: &TenantTx, ids: &[Uuid]) -> Result<Vec<JobView>, AppError> {
    let select = all(tx).filter(job::Column::Id.is_in(ids.iter().copied()));
    views(tx, select.all(tx.conn()).await?).await
}

/// One job, locked until the transaction ends.
pub(crate) async fn lock_job(tx: &TenantTx, id: Uuid) -> Result<Option<job::Model>, AppError> {
    let select = all(tx).filter(job::Column::Id.eq(id)).lock_exclusive();
    Ok(select.one(tx.conn()).await?)
}

fn filtered(tx: &TenantTx, filter: &JobFilter) -> Select<job::Entity> {
    let mut select = all(tx);
    if !filter.kinds.is_empty() {
        let kinds = filter.kinds.iter().map(|kind| kind.as_str());
        select = select.filter(job::Column::Kind.is_in(kinds));
    }
    if !filter.classes.is_empty() {
        let classes = filter.classes.iter().map(|class| class.as_str());
        select = select.filter(job::Column::Class.is_in(classes));
    }
    if !filter.states.is_empty() {
        let states = filter.states.iter().copied();
        select = select.filter(job::Column::State.is_in(states));
    }
    select
}

/// A page, newest first, with one row more.
pub(crate) async fn list_jobs(
    tx: &TenantTx,
    filter: &JobFilter,
    page: &Page,
) -> Result<Vec<JobView>, AppError> {
    let select = newest_ids_first(filtered(tx, filter), job::Column::Id, page)?;
    views(tx, select.all(tx.conn()).await?).await
}

/// How many there are.
pub(crate) async fn count_jobs(tx: &TenantTx, filter: &JobFilter) -> Result<u64, AppError> {
    Ok(filtered(tx, filter).count(tx.conn()).await?)
}

/// The argument of this name: the id of a row.
pub(crate) fn arg(job: &job::Model, name: &str) -> Result<Uuid, AppError> {
    let text = job.args.get(name).and_then(serde_json::Value::as_str);
    Uuid::parse_str(text.unwrap_or_default()).map_err(AppError::internal)
}

async fn views(tx: &TenantTx, jobs: Vec<job::Model>) -> Result<Vec<JobView>, AppError> {
    let mut waiting: HashMap<JobClass, Vec<Uuid>> = HashMap::new();
    for job in jobs.iter().filter(|job| job.state == JobState::Queued) {
        waiting.entry(job.class).or_default().push(job.id);
    }
    let mut places = HashMap::new();
    for (class, ids) in waiting {
        places.extend(positions(tx, class, &ids).await?);
    }
    Ok(jobs
        .into_iter()
        .map(|job| {
            let queue_position = places.get(&job.id).copied();
            JobView {
                queue_position,
                ..JobView::new(job)
            }
        })
        .collect())
}
