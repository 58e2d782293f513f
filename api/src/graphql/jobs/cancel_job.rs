//! `cancelJob`.

use async_graphql::{Context, InputObject, Object, SimpleObject};
use xorb_domain::jobs::{self, JobView};
use xorb_entities::ids::JobId;

use super::Job;
use crate::graphql::{Id, Nullable, ScopeOfContext, UserError, payload};

/// What to cancel.
#[derive(InputObject)]
pub struct CancelJobInput {
    /// The job.
    job_id: Id<JobId>,
}

/// What `cancelJob` answers.
#[derive(SimpleObject)]
pub struct CancelJobPayload {
    /// The job as it is now; null if it can't be cancelled.
    job: Option<Job>,
    /// Why it can't be cancelled; empty if it can.
    user_errors: Vec<UserError>,
}

payload!(CancelJobPayload { job: JobView });

#[derive(Default)]
pub struct CancelJobMutation;

#[Object]
impl CancelJobMutation {
    /// Cancels a job. One that is under way ends within seconds. Needs the permission `jobs:manage`.
    async fn cancel_job(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to cancel.")] input: CancelJobInput,
    ) -> Nullable<CancelJobPayload> {
        Nullable::of(async {
            let scope = ctx.scope()?;
            let outcome = jobs::cancel_job(scope.core(), scope.actor()?, input.job_id.uuid()).await;
            scope.settle(outcome).await
        })
        .await
    }
}
