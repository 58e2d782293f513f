//! `removeTotp`.

use async_graphql::{Context, Object, SimpleObject};
use xorb_domain::identity;

use crate::graphql::{Nullable, ScopeOfContext, UserError, payload};

/// What `removeTotp` answers.
#[derive(SimpleObject)]
pub struct RemoveTotpPayload {
    /// Why the app was not removed; empty if it was.
    user_errors: Vec<UserError>,
}

payload!(RemoveTotpPayload);

#[derive(Default)]
pub struct RemoveTotpMutation;

#[Object]
impl RemoveTotpMutation {
    /// Takes the authenticator app off your account; with your last second factor, the recovery codes go. Answers
    /// `STEP_UP_REQUIRED` unless you have logged in or sent `stepUp` within ten minutes.
    async fn remove_totp(&self, ctx: &Context<'_>) -> Nullable<RemoveTotpPayload> {
        Nullable::of(async {
            let scope = ctx.scope()?;
            let outcome = identity::remove_totp(scope.core(), scope.actor()?).await;
            scope.settle(outcome).await
        })
        .await
    }
}
