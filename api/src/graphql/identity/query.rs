//! `viewer`, `users` and `logInOptions`.

use async_graphql::{Context, Object};
use xorb_domain::identity;

use super::{LogInOptions, User, Viewer};
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

    /// How one can log in. Depends on the domain of the address only, never on whether an account exists.
    async fn log_in_options(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The short name of the tenant.")] tenant_slug: Option<String>,
        #[graphql(desc = "The address of the person.")] email: Option<EmailAddress>,
    ) -> async_graphql::Result<LogInOptions> {
        let email = email.as_ref().map(|email| email.0.as_str());
        let core = ctx.scope()?.core();
        let options = identity::log_in_options(core, tenant_slug.as_deref(), email).await?;
        Ok(options.into())
    }
}
