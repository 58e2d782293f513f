//! `scanUpdated`.

use std::sync::Arc;

use async_graphql::{Context, Subscription};
use futures_util::{Stream, StreamExt};
use uuid::Uuid;
use xorb_domain::AppError;
use xorb_domain::db::ReadSession;
use xorb_domain::events::Topic;
use xorb_domain::jobs::{self, JobView};
use xorb_domain::scans::{self, ScanView};
use xorb_entities::ids::ScanId;

use super::Scan;
use crate::graphql::watch::watch;
use crate::graphql::{Id, ScopeOfContext};

#[derive(Default)]
pub struct ScanUpdatedSubscription;

#[Subscription]
impl ScanUpdatedSubscription {
    /// The scan as it is now, then each time that it or its job has changed; ends when the scan has ended. Needs the
    /// permission `scans:read`.
    async fn scan_updated(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The scan to follow, `scan_…`.")] scan_id: Id<ScanId>,
    ) -> Result<impl Stream<Item = async_graphql::Result<Scan>>, AppError> {
        let (scope, id) = (ctx.scope()?.clone(), scan_id.uuid());
        let scan = scans::scan(scope.reads()?, id).await?;
        let topics = std::iter::once(Topic::Scan(id)).chain(scan.job_id.map(Topic::Job));
        let changes = watch(
            scope,
            topics,
            move |reads| scan_with_job(reads, id),
            has_ended,
        )?;
        Ok(changes.map(|change| Ok(change?.0.into())))
    }
}

type ScanWithJob = (ScanView, Option<JobView>);

/// The scan, and the job whose progress is part of what is followed.
async fn scan_with_job(reads: Arc<ReadSession>, id: Uuid) -> Result<ScanWithJob, AppError> {
    let scan = scans::scan(&reads, id).await?;
    let job_ids: Vec<Uuid> = scan.job_id.into_iter().collect();
    let jobs = jobs::load_jobs(&reads, &job_ids).await?;
    Ok((scan, jobs.into_values().next()))
}

fn has_ended((scan, _): &ScanWithJob) -> bool {
    scan.has_ended()
}
