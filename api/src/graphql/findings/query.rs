//! `finding`, `findings` and `findingCounts`.

use async_graphql::{Context, Object};
use xorb_domain::findings;
use xorb_entities::ids::FindingId;

use super::{Finding, FindingCount, FindingFilter, FindingOrder};
use crate::graphql::connection::{Connection, Listing};
use crate::graphql::{Id, Nullable, ScopeOfContext};

#[derive(Default)]
pub struct FindingsQuery;

#[Object]
impl FindingsQuery {
    /// One finding. Needs the permission `findings:read`.
    async fn finding(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The finding's id, `finding_…`.")] id: Id<FindingId>,
    ) -> Nullable<Finding> {
        Nullable::of(async {
            let finding = findings::finding(ctx.scope()?.reads()?, id.uuid()).await?;
            Ok(finding.into())
        })
        .await
    }

    /// The tenant's findings. Needs the permission `findings:read`.
    async fn findings(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many to give, at most 100.", default = 20)] first: Option<i32>,
        #[graphql(desc = "Continue behind this cursor.")] after: Option<String>,
        #[graphql(desc = "Which findings; all if left out.")] filter: Option<FindingFilter>,
        #[graphql(desc = "In which order; those seen last first if left out.")] order_by: Option<
            FindingOrder,
        >,
    ) -> Nullable<Connection<Finding>> {
        Nullable::of(async {
            let listing = Listing::new(first, after.as_deref(), "findings", (&filter, order_by))?;
            let filter: findings::FindingFilter = filter.unwrap_or_default().into();
            let order = order_by.unwrap_or_default().into();
            let reads = ctx.scope()?.reads()?.clone();
            let slice = findings::findings(&reads, &filter, order, listing.page()).await?;
            listing.connection(slice, move || {
                let (reads, filter) = (reads.clone(), filter.clone());
                async move { findings::count_findings(&reads, &filter).await }
            })
        })
        .await
    }

    /// How many findings there are, by severity and state. Needs the permission `findings:read`.
    async fn finding_counts(&self, ctx: &Context<'_>) -> Nullable<Vec<FindingCount>> {
        Nullable::of(async {
            let counts = findings::finding_counts(ctx.scope()?.reads()?).await?;
            Ok(counts.into_iter().map(Into::into).collect())
        })
        .await
    }
}
