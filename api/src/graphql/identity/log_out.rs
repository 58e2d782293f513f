//! `logOut`.

use async_graphql::{Context, Object, SimpleObject};
use xorb_domain::identity::{self, federation};

use super::forget_cookie;
use crate::graphql::scalars::Url;
use crate::graphql::{Nullable, Payload, ScopeOfContext, UserError};

/// What `logOut` answers.
#[derive(SimpleObject)]
pub struct LogOutPayload {
    /// For a session that came through an identity provider: send the browser there to end the session at the provider too.
    /// Null if there is none to end.
    provider_logout_uri: Option<Url>,
    /// Always empty.
    user_errors: Vec<UserError>,
}

impl Payload for LogOutPayload {
    type Value = Option<Url>;

    fn done(provider_logout_uri: Self::Value) -> Self {
        Self {
            provider_logout_uri,
            user_errors: Vec::new(),
        }
    }

    fn refused(user_errors: Vec<UserError>) -> Self {
        Self {
            provider_logout_uri: None,
            user_errors,
        }
    }
}

#[derive(Default)]
pub struct LogOutMutation;

#[Object]
impl LogOutMutation {
    /// Ends the session that this request belongs to, with all its tokens, at once.
    async fn log_out(&self, ctx: &Context<'_>) -> Nullable<LogOutPayload> {
        Nullable::of(async {
            let scope = ctx.scope()?;
            let (core, actor) = (scope.core(), scope.actor()?);
            let provider = federation::find_provider_logout(core, actor).await?;
            let outcome = identity::log_out(core, actor).await;
            let outcome = outcome.map(|()| provider.and_then(|logout| logout.uri()).map(Url));
            forget_cookie(ctx)?;
            scope.settle(outcome).await
        })
        .await
    }
}
