//! `retryJob`.

use async_graphql::{Context, InputObject, Object, SimpleObject};
use xorb_domain::jobs::{self, JobView};
use xorb_entities::ids::JobId;

use super::Job;
use crate::graphql::{Id, Nullable, ScopeOfContext, UserError, payload};

/// What to run again.
#[derive(InputObject)]
pub struct RetryJobInput {
    /// The job.
    job_id: Id<JobId>,
}

/// What `retryJob` answers.
#[derive(SimpleObject)]
pub struct RetryJobPayload {
    /// The job as it is now; null if it can't be run again.
    job: Option<Job>,
    /// Why it can't be run again; empty if it can.
    user_errors: Vec<UserError>,
}

payload!(RetryJobPayload { job: JobView });

#[derive(Default)]
pub struct RetryJobMutation;

#[Object]
impl RetryJobMutation {
    /// Queues a failed job again, with all its attempts. Needs the permission `jobs:manage`.
    async fn retry_job(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to run again.")] input: RetryJobInput,
    ) -> Nullable<RetryJobPayload> {
        Nullable::of(async {
            let scope = ctx.scope()?;
            let outcome = jobs::retry_job(scope.core(), scope.actor()?, input.job_id.uuid()).await;
            scope.settle(outcome).await
        })
        .await
    }
}
