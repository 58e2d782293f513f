//! What operators can read: themselves, which tenants there are, the platform's own trail and data-subject requests.

use async_graphql::{Context, MergedObject, Object};
use xorb_domain::identity::{operators, support_access};

use super::{OperatedTenant, Operator};
use crate::graphql::audit::AuditQuery;
use crate::graphql::connection::{Connection, Listing};
use crate::graphql::identity::support_access::SupportAccessGrant;
use crate::graphql::privacy::PrivacyQuery;
use crate::graphql::{Nullable, ScopeOfContext};

/// What operators can read. Nothing of a tenant is in it but that it is there, and what it grants to support.
#[derive(Default, MergedObject)]
pub struct OperatorsQuery(PlatformQuery, AuditQuery, PrivacyQuery);

#[derive(Default)]
struct PlatformQuery;

#[Object]
impl PlatformQuery {
    /// You: the one who asks.
    async fn viewer(&self, ctx: &Context<'_>) -> Nullable<Operator> {
        Nullable::of(async { Operator::of(ctx.scope()?.reads()?.clone()).await }).await
    }

    /// The tenants of this installation, the newest first.
    async fn tenants(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many to give, at most 100.", default = 20)] first: Option<i32>,
        #[graphql(desc = "Continue behind this cursor.")] after: Option<String>,
    ) -> Nullable<Connection<OperatedTenant>> {
        Nullable::of(async {
            let listing = Listing::new(first, after.as_deref(), "tenants", ())?;
            let reads = ctx.scope()?.reads()?.clone();
            let slice = operators::tenants(&reads, &listing.page()).await?;
            listing.connection(slice, move || {
                let reads = reads.clone();
                async move { operators::count_tenants(&reads).await }
            })
        })
        .await
    }

    /// What a tenant has granted to support, the newest first.
    async fn support_access_grants(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The short name of the tenant.")] tenant_slug: String,
        #[graphql(desc = "How many to give, at most 100.", default = 20)] first: Option<i32>,
        #[graphql(desc = "Continue behind this cursor.")] after: Option<String>,
    ) -> Nullable<Connection<SupportAccessGrant>> {
        Nullable::of(async {
            let list = "supportAccessGrants";
            let listing = Listing::new(first, after.as_deref(), list, &tenant_slug)?;
            let reads = ctx.scope()?.reads()?.clone();
            let page = listing.page();
            let slice = support_access::grants_of_tenant(&reads, &tenant_slug, &page).await?;
            listing.connection(slice, move || {
                let (reads, slug) = (reads.clone(), tenant_slug.clone());
                async move { support_access::count_grants_of_tenant(&reads, &slug).await }
            })
        })
        .await
    }
}
