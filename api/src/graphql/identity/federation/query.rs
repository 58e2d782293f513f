//! `identityProviders` and `tenantDomains`.

use async_graphql::{Context, Object};
use xorb_domain::identity::federation;

use super::{IdentityProvider, TenantDomain};
use crate::graphql::connection::{Connection, Listing};
use crate::graphql::{Nullable, ScopeOfContext};

#[derive(Default)]
pub struct FederationQuery;

#[Object]
impl FederationQuery {
    /// The tenant's identity providers, newest first. Needs the permission `identity_providers:read`.
    async fn identity_providers(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many to give, at most 100.", default = 20)] first: Option<i32>,
        #[graphql(desc = "Continue behind this cursor.")] after: Option<String>,
    ) -> Nullable<Connection<IdentityProvider>> {
        Nullable::of(async {
            let listing = Listing::new(first, after.as_deref(), "identityProviders", ())?;
            let reads = ctx.scope()?.reads()?.clone();
            let slice = federation::identity_providers(&reads, listing.page()).await?;
            listing.connection(slice, move || {
                let reads = reads.clone();
                async move { federation::count_identity_providers(&reads).await }
            })
        })
        .await
    }

    /// The tenant's domains by name, at most 100. Needs the permission `identity_providers:read`.
    async fn tenant_domains(&self, ctx: &Context<'_>) -> Nullable<Vec<TenantDomain>> {
        Nullable::of(async {
            let domains = federation::tenant_domains(ctx.scope()?.reads()?).await?;
            Ok(domains.into_iter().map(Into::into).collect())
        })
        .await
    }
}
