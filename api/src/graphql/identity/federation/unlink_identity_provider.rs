//! `unlinkIdentityProvider`.

use async_graphql::{Context, InputObject, Object, SimpleObject};
use xorb_domain::identity::federation;
use xorb_entities::ids::IdentityProviderId;

use crate::graphql::{Id, Nullable, ScopeOfContext, UserError, payload};

/// What to unlink.
#[derive(InputObject)]
pub struct UnlinkIdentityProviderInput {
    /// The identity provider, of `viewer.linkedIdentities`.
    identity_provider_id: Id<IdentityProviderId>,
}

/// What `unlinkIdentityProvider` answers.
#[derive(SimpleObject)]
pub struct UnlinkIdentityProviderPayload {
    /// Why it was refused; empty if it was not.
    user_errors: Vec<UserError>,
}

payload!(UnlinkIdentityProviderPayload);

#[derive(Default)]
pub struct UnlinkIdentityProviderMutation;

#[Object]
impl UnlinkIdentityProviderMutation {
    /// Takes an identity provider off your account. Sessions that came from there end, but for the one that asks. Needs a
    /// recent log-in or `stepUp`; your only way to log in stays.
    async fn unlink_identity_provider(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to unlink.")] input: UnlinkIdentityProviderInput,
    ) -> Nullable<UnlinkIdentityProviderPayload> {
        Nullable::of(async {
            let scope = ctx.scope()?;
            let id = input.identity_provider_id.uuid();
            let outcome =
                federation::unlink_identity_provider(scope.core(), scope.actor()?, id).await;
            scope.settle(outcome).await
        })
        .await
    }
}
