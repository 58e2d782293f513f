//! `startPasskeyStepUp`.

use async_graphql::{Context, Object, SimpleObject};
use xorb_domain::identity;

use crate::graphql::{Nullable, ScopeOfContext, UserError, payload};

/// What `startPasskeyStepUp` answers.
#[derive(SimpleObject)]
pub struct StartPasskeyStepUpPayload {
    /// The options for `navigator.credentials.get`, as JSON text; null if it was refused.
    challenge: Option<String>,
    /// Why it was refused; empty if it was not.
    user_errors: Vec<UserError>,
}

payload!(StartPasskeyStepUpPayload { challenge: String });

#[derive(Default)]
pub struct StartPasskeyStepUpMutation;

#[Object]
impl StartPasskeyStepUpMutation {
    /// Asks for one of your passkeys; `stepUp` sends what the browser gives.
    async fn start_passkey_step_up(
        &self,
        ctx: &Context<'_>,
    ) -> Nullable<StartPasskeyStepUpPayload> {
        Nullable::of(async {
            let scope = ctx.scope()?;
            let outcome = identity::start_passkey_step_up(scope.core(), scope.actor()?).await;
            scope.settle(outcome).await
        })
        .await
    }
}
