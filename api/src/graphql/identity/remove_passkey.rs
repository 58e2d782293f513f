//! `removePasskey`.

use async_graphql::{Context, InputObject, Object, SimpleObject};
use xorb_domain::identity;
use xorb_entities::ids::PasskeyId;

use crate::graphql::{Id, Nullable, ScopeOfContext, UserError, payload};

/// Which passkey to remove.
#[derive(InputObject)]
pub struct RemovePasskeyInput {
    /// The passkey: one of `viewer.passkeys`.
    passkey_id: Id<PasskeyId>,
}

/// What `removePasskey` answers.
#[derive(SimpleObject)]
pub struct RemovePasskeyPayload {
    /// Why the passkey was not removed; empty if it was.
    user_errors: Vec<UserError>,
}

payload!(RemovePasskeyPayload);

#[derive(Default)]
pub struct RemovePasskeyMutation;

#[Object]
impl RemovePasskeyMutation {
    /// Takes a passkey off your account; with your last second factor, the recovery codes go. Answers `STEP_UP_REQUIRED`
    /// unless you have logged in or sent `stepUp` within ten minutes.
    async fn remove_passkey(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which passkey to remove.")] input: RemovePasskeyInput,
    ) -> Nullable<RemovePasskeyPayload> {
        Nullable::of(async {
            let scope = ctx.scope()?;
            let outcome =
                identity::remove_passkey(scope.core(), scope.actor()?, input.passkey_id.uuid())
                    .await;
            scope.settle(outcome).await
        })
        .await
    }
}
