//! `job` and `jobs`.

use async_graphql::{Context, Object};
use xorb_domain::jobs;
use xorb_entities::ids::JobId;

use super::{Job, JobFilter};
use crate::graphql::connection::{Connection, Listing};
use crate::graphql::{Id, Nullable, ScopeOfContext};

#[derive(Default)]
pub struct JobsQuery;

#[Object]
impl JobsQuery {
    /// One job. Needs the permission `jobs:read`.
    async fn job(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The job's id, `job_…`.")] id: Id<JobId>,
    ) -> Nullable<Job> {
        Nullable::of(async {
            let job = jobs::job(ctx.scope()?.reads()?, id.uuid()).await?;
            Ok(job.into())
        })
        .await
    }

    /// The tenant's jobs, newest first. Needs the permission `jobs:read`.
    async fn jobs(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many to give, at most 100.", default = 20)] first: Option<i32>,
        #[graphql(desc = "Continue behind this cursor.")] after: Option<String>,
        #[graphql(desc = "Which jobs; all if left out.")] filter: Option<JobFilter>,
    ) -> Nullable<Connection<Job>> {
        Nullable::of(async {
            let listing = Listing::new(first, after.as_deref(), "jobs", &filter)?;
            let filter: jobs::JobFilter = filter.unwrap_or_default().into();
            let reads = ctx.scope()?.reads()?.clone();
            let slice = jobs::jobs(&reads, &filter, listing.page()).await?;
            listing.connection(slice, move || {
                let (reads, filter) = (reads.clone(), filter.clone());
                async move { jobs::count_jobs(&reads, &filter).await }
            })
        })
        .await
    }
}
