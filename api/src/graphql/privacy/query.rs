//! `dataSubjectRequest`, `dataSubjectRequests` and `dataSubjectRequestCounts`.

use async_graphql::{Context, Object};
use xorb_domain::privacy;
use xorb_entities::ids::DataSubjectRequestId;

use super::{
    DataSubjectRequest, DataSubjectRequestCount, DataSubjectRequestFilter, DataSubjectRequestOrder,
};
use crate::graphql::connection::{Connection, Listing};
use crate::graphql::{Id, Nullable, ScopeOfContext};

#[derive(Default)]
pub struct PrivacyQuery;

#[Object]
impl PrivacyQuery {
    /// One data-subject request: your own, or any with the permission `privacy:read`. Reading it is audited.
    async fn data_subject_request(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The request's id, `dsr_…`.")] id: Id<DataSubjectRequestId>,
    ) -> Nullable<DataSubjectRequest> {
        Nullable::of(async {
            let request = privacy::data_subject_request(ctx.scope()?.reads()?, id.uuid()).await?;
            Ok(request.into())
        })
        .await
    }

    /// Data-subject requests: with the permission `privacy:read` those of the tenant, otherwise your own. Reading them is
    /// audited.
    async fn data_subject_requests(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many to give, at most 100.", default = 20)] first: Option<i32>,
        #[graphql(desc = "Continue behind this cursor.")] after: Option<String>,
        #[graphql(desc = "Which requests; all that you may see if left out.")] filter: Option<
            DataSubjectRequestFilter,
        >,
        #[graphql(
            desc = "In which order; the newest first if left out.",
            default_with = "Some(DataSubjectRequestOrder::Received)"
        )]
        order_by: Option<DataSubjectRequestOrder>,
    ) -> Nullable<Connection<DataSubjectRequest>> {
        Nullable::of(async {
            let scope = (&filter, order_by);
            let listing = Listing::new(first, after.as_deref(), "data-subject requests", scope)?;
            let filter: privacy::RequestFilter = filter.unwrap_or_default().into();
            let order = order_by.unwrap_or_default().into();
            let reads = ctx.scope()?.reads()?.clone();
            let page = listing.page();
            let slice = privacy::data_subject_requests(&reads, &filter, order, page).await?;
            listing.connection(slice, move || {
                let (reads, filter) = (reads.clone(), filter.clone());
                async move { privacy::count_data_subject_requests(&reads, &filter).await }
            })
        })
        .await
    }

    /// How many data-subject requests there are, by state. Needs the permission `privacy:read`.
    async fn data_subject_request_counts(
        &self,
        ctx: &Context<'_>,
    ) -> Nullable<Vec<DataSubjectRequestCount>> {
        Nullable::of(async {
            let counts = privacy::data_subject_request_counts(ctx.scope()?.reads()?).await?;
            Ok(counts.into_iter().map(Into::into).collect())
        })
        .await
    }
}
