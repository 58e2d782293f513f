//! `startPasskeyLogIn`.

use async_graphql::{Context, InputObject, Object, SimpleObject};
use xorb_domain::identity::{self, PasskeyLogIn};

use crate::graphql::scalars::DateTime;
use crate::graphql::{Nullable, ScopeOfContext, UserError, payload};

/// Where to log in.
#[derive(InputObject)]
pub struct StartPasskeyLogInInput {
    /// The short name of the tenant.
    tenant_slug: String,
}

/// A log-in that waits for a passkey.
#[derive(SimpleObject)]
pub struct PasskeyChallenge {
    /// Names this log-in.
    token: String,
    /// The options for `navigator.credentials.get`, as JSON text.
    options: String,
    /// Until when.
    expires_at: DateTime,
}

impl From<PasskeyLogIn> for PasskeyChallenge {
    fn from(log_in: PasskeyLogIn) -> Self {
        Self {
            token: log_in.token.expose().clone(),
            options: log_in.options,
            expires_at: log_in.expires_at.into(),
        }
    }
}

/// What `startPasskeyLogIn` answers.
#[derive(SimpleObject)]
pub struct StartPasskeyLogInPayload {
    /// What the passkey must answer; null if it was refused.
    passkey_challenge: Option<PasskeyChallenge>,
    /// Why it was refused; empty if it was not.
    user_errors: Vec<UserError>,
}

payload!(StartPasskeyLogInPayload {
    passkey_challenge: PasskeyLogIn
});

#[derive(Default)]
pub struct StartPasskeyLogInMutation;

#[Object]
impl StartPasskeyLogInMutation {
    /// Begins a log-in by passkey alone: no address, no password. The same for every tenant, whether there is one or not.
    async fn start_passkey_log_in(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Where to log in.")] input: StartPasskeyLogInInput,
    ) -> Nullable<StartPasskeyLogInPayload> {
        Nullable::of(async {
            let scope = ctx.scope()?;
            let outcome =
                identity::start_passkey_log_in(scope.core(), scope.request(), &input.tenant_slug)
                    .await;
            scope.settle(outcome).await
        })
        .await
    }
}
