//! `dataSubjectRequestCounts`.

use async_graphql::{Context, Object};
use xorb_domain::privacy;

use super::DataSubjectRequestCount;
use crate::graphql::{Nullable, ScopeOfContext};

#[derive(Default)]
pub struct PrivacyQuery;

#[Object]
impl PrivacyQuery {
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
