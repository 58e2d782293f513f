//! `jobUpdated`.

use std::sync::Arc;

use async_graphql::{Context, Subscription};
use futures_util::{Stream, StreamExt};
use xorb_domain::AppError;
use xorb_domain::db::ReadSession;
use xorb_domain::events::Topic;
use xorb_domain::jobs::{self, JobView};
use xorb_entities::ids::JobId;

use super::Job;
use crate::graphql::watch::watch;
use crate::graphql::{Id, ScopeOfContext};

#[derive(Default)]
pub struct JobUpdatedSubscription;

#[Subscription]
impl JobUpdatedSubscription {
    /// The job as it is now, then each time that it has changed; ends when the job has ended. Needs the permission
    /// `jobs:read`.
    async fn job_updated(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The job to follow, `job_…`.")] job_id: Id<JobId>,
    ) -> Result<impl Stream<Item = async_graphql::Result<Job>>, AppError> {
        let (scope, id) = (ctx.scope()?.clone(), job_id.uuid());
        jobs::job(scope.reads()?, id).await?;
        let read = move |reads: Arc<ReadSession>| async move { jobs::job(&reads, id).await };
        let changes = watch(scope, [Topic::Job(id)], read, JobView::has_ended)?;
        Ok(changes.map(|change| Ok(change?.into())))
    }
}
