//! `supportAccessGrants`.

use async_graphql::{Context, Object};
use xorb_domain::identity::support_access;

use super::SupportAccessGrant;
use crate::graphql::connection::{Connection, Listing};
use crate::graphql::{Nullable, ScopeOfContext};

#[derive(Default)]
pub struct SupportAccessQuery;

#[Object]
impl SupportAccessQuery {
    /// The grants for support, the newest first: those in your name, or all with the permission `support_access:manage`. Needs
    /// somebody who has logged in.
    async fn support_access_grants(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many to give, at most 100.", default = 20)] first: Option<i32>,
        #[graphql(desc = "Continue behind this cursor.")] after: Option<String>,
    ) -> Nullable<Connection<SupportAccessGrant>> {
        Nullable::of(async {
            let listing = Listing::new(first, after.as_deref(), "supportAccessGrants", ())?;
            let reads = ctx.scope()?.reads()?.clone();
            let slice = support_access::support_access_grants(&reads, &listing.page()).await?;
            listing.connection(slice, move || {
                let reads = reads.clone();
                async move { support_access::count_support_access_grants(&reads).await }
            })
        })
        .await
    }
}
