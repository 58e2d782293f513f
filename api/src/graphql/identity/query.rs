//! `viewer`, `users`, `apiKeys` and `logInOptions`.

use async_graphql::{Context, Object};
use xorb_domain::identity;

use super::{AdministrationNetworks, ApiKey, CustomRole, Invitation, LogInOptions, User, Viewer};
use crate::graphql::connection::{Connection, Listing};
use crate::graphql::scalars::EmailAddress;
use crate::graphql::{Nullable, ScopeOfContext};

#[derive(Default)]
pub struct IdentityQuery;

#[Object]
impl IdentityQuery {
    /// You: the one who asks.
    async fn viewer(&self, ctx: &Context<'_>) -> Nullable<Viewer> {
        Nullable::of(async {
            let viewer = Viewer::of(ctx.scope()?.reads()?.clone()).await?;
            Ok(viewer)
        })
        .await
    }

    /// The people of the tenant, the newest first. Needs the permission `users:read`.
    async fn users(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many to give, at most 100.", default = 20)] first: Option<i32>,
        #[graphql(desc = "Continue behind this cursor.")] after: Option<String>,
    ) -> Nullable<Connection<User>> {
        Nullable::of(async {
            let listing = Listing::new(first, after.as_deref(), "users", ())?;
            let reads = ctx.scope()?.reads()?.clone();
            let slice = identity::users(&reads, listing.page()).await?;
            listing.connection(slice, move || {
                let reads = reads.clone();
                async move { identity::count_users(&reads).await }
            })
        })
        .await
    }

    /// The API keys that are not revoked, the newest first: your own, or everybody's with the permission
    /// `api_keys:manage`. Needs somebody who has logged in.
    async fn api_keys(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many to give, at most 100.", default = 20)] first: Option<i32>,
        #[graphql(desc = "Continue behind this cursor.")] after: Option<String>,
    ) -> Nullable<Connection<ApiKey>> {
        Nullable::of(async {
            let listing = Listing::new(first, after.as_deref(), "apiKeys", ())?;
            let reads = ctx.scope()?.reads()?.clone();
            let slice = identity::api_keys(&reads, listing.page()).await?;
            listing.connection(slice, move || {
                let reads = reads.clone();
                async move { identity::count_api_keys(&reads).await }
            })
        })
        .await
    }

    /// The invitations that nobody has accepted or taken back, the newest first. Needs the permission `users:invite`.
    async fn invitations(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many to give, at most 100.", default = 20)] first: Option<i32>,
        #[graphql(desc = "Continue behind this cursor.")] after: Option<String>,
    ) -> Nullable<Connection<Invitation>> {
        Nullable::of(async {
            let listing = Listing::new(first, after.as_deref(), "invitations", ())?;
            let reads = ctx.scope()?.reads()?.clone();
            let slice = identity::invitations(&reads, listing.page()).await?;
            listing.connection(slice, move || {
                let reads = reads.clone();
                async move { identity::count_invitations(&reads).await }
            })
        })
        .await
    }

    /// The tenant's own roles, the newest first. Needs the permission `users:read`.
    async fn custom_roles(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many to give, at most 100.", default = 20)] first: Option<i32>,
        #[graphql(desc = "Continue behind this cursor.")] after: Option<String>,
    ) -> Nullable<Connection<CustomRole>> {
        Nullable::of(async {
            let listing = Listing::new(first, after.as_deref(), "customRoles", ())?;
            let reads = ctx.scope()?.reads()?.clone();
            let slice = identity::custom_roles(&reads, listing.page()).await?;
            listing.connection(slice, move || {
                let reads = reads.clone();
                async move { identity::count_custom_roles(&reads).await }
            })
        })
        .await
    }

    /// From where the tenant is administered. Needs the permission `access:manage`.
    async fn administration_networks(&self, ctx: &Context<'_>) -> Nullable<AdministrationNetworks> {
        Nullable::of(async {
            let networks = identity::administration_networks(ctx.scope()?.reads()?).await?;
            Ok(networks.into())
        })
        .await
    }

    /// How one can log in. Depends on the domain of the address only, never on whether an account exists.
    async fn log_in_options(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The short name of the tenant.")] tenant_slug: Option<String>,
        #[graphql(desc = "The address of the person.")] email: Option<EmailAddress>,
    ) -> async_graphql::Result<LogInOptions> {
        let email = email.as_ref().map(|email| email.0.as_str());
        let scope = ctx.scope()?;
        // Another tenant's options may be asked for: in a connection of its own, with none held.
        scope.reset().await;
        let core = scope.core();
        let options = identity::log_in_options(core, tenant_slug.as_deref(), email).await?;
        Ok(options.into())
    }
}
