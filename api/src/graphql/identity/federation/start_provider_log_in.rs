//! `linkIdentityProvider` and `stepUpByIdentityProvider`.

use async_graphql::{Context, InputObject, Object, SimpleObject};
use xorb_domain::identity::federation;
use xorb_entities::ids::IdentityProviderId;

use crate::graphql::{Id, Nullable, ScopeOfContext, UserError, payload};

/// What to link.
#[derive(InputObject)]
pub struct LinkIdentityProviderInput {
    /// The identity provider.
    identity_provider_id: Id<IdentityProviderId>,
}

/// What `linkIdentityProvider` answers.
#[derive(SimpleObject)]
pub struct LinkIdentityProviderPayload {
    /// Open it in the browser of your session within ten minutes; null if it was refused.
    link_uri: Option<String>,
    /// Why it was refused; empty if it was not.
    user_errors: Vec<UserError>,
}

payload!(LinkIdentityProviderPayload { link_uri: String });

/// By whom to step up.
#[derive(InputObject)]
pub struct StepUpByIdentityProviderInput {
    /// The identity provider.
    identity_provider_id: Id<IdentityProviderId>,
}

/// What `stepUpByIdentityProvider` answers.
#[derive(SimpleObject)]
pub struct StepUpByIdentityProviderPayload {
    /// Open it in the browser of your session within ten minutes; null if it was refused.
    step_up_uri: Option<String>,
    /// Why it was refused; empty if it was not.
    user_errors: Vec<UserError>,
}

payload!(StepUpByIdentityProviderPayload {
    step_up_uri: String
});

#[derive(Default)]
pub struct StartProviderLogInMutation;

#[Object]
impl StartProviderLogInMutation {
    /// Links an identity at a provider to your account, so that you can log in through it. Needs the session cookie of a
    /// browser, and a recent log-in or `stepUp`.
    async fn link_identity_provider(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to link.")] input: LinkIdentityProviderInput,
    ) -> Nullable<LinkIdentityProviderPayload> {
        Nullable::of(async {
            let scope = ctx.scope()?;
            let id = input.identity_provider_id.uuid();
            let outcome =
                federation::link_identity_provider(scope.core(), scope.actor()?, id).await;
            scope.settle(outcome).await
        })
        .await
    }

    /// Proves once more who you are, by a fresh log-in at your identity provider instead of a password. Needs the session
    /// cookie of a browser.
    async fn step_up_by_identity_provider(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "By whom.")] input: StepUpByIdentityProviderInput,
    ) -> Nullable<StepUpByIdentityProviderPayload> {
        Nullable::of(async {
            let scope = ctx.scope()?;
            let id = input.identity_provider_id.uuid();
            let outcome =
                federation::step_up_by_identity_provider(scope.core(), scope.actor()?, id).await;
            scope.settle(outcome).await
        })
        .await
    }
}
