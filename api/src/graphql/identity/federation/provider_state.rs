//! `activateIdentityProvider`, `suspendIdentityProvider` and `deleteIdentityProvider`.

use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use xorb_domain::identity::federation;
use xorb_entities::ids::IdentityProviderId;

use super::IdentityProvider;
use crate::graphql::{Id, Nullable, ScopeOfContext, UserError, payload};

/// What to activate.
#[derive(InputObject)]
pub struct ActivateIdentityProviderInput {
    /// The identity provider.
    identity_provider_id: Id<IdentityProviderId>,
}

/// What `activateIdentityProvider` answers.
#[derive(SimpleObject)]
pub struct ActivateIdentityProviderPayload {
    /// The identity provider as it is now; null if it was refused.
    identity_provider: Option<IdentityProvider>,
    /// Why it was refused; empty if it was not.
    user_errors: Vec<UserError>,
}

payload!(ActivateIdentityProviderPayload {
    identity_provider: federation::IdentityProviderView
});

/// What to suspend.
#[derive(InputObject)]
pub struct SuspendIdentityProviderInput {
    /// The identity provider.
    identity_provider_id: Id<IdentityProviderId>,
}

/// What `suspendIdentityProvider` answers.
#[derive(SimpleObject)]
pub struct SuspendIdentityProviderPayload {
    /// The identity provider as it is now; null if it was refused.
    identity_provider: Option<IdentityProvider>,
    /// Why it was refused; empty if it was not.
    user_errors: Vec<UserError>,
}

payload!(SuspendIdentityProviderPayload {
    identity_provider: federation::IdentityProviderView
});

/// What to delete.
#[derive(InputObject)]
pub struct DeleteIdentityProviderInput {
    /// The identity provider.
    identity_provider_id: Id<IdentityProviderId>,
}

/// What `deleteIdentityProvider` answers.
#[derive(SimpleObject)]
pub struct DeleteIdentityProviderPayload {
    /// The id of the identity provider that is gone; null if it was refused.
    deleted_identity_provider_id: Option<ID>,
    /// Why it was refused; empty if it was not.
    user_errors: Vec<UserError>,
}

payload!(DeleteIdentityProviderPayload {
    deleted_identity_provider_id: IdentityProviderId
});

#[derive(Default)]
pub struct ProviderStateMutation;

#[Object]
impl ProviderStateMutation {
    /// Lets people in through an identity provider whose test log-in has passed. Needs the permission
    /// `identity_providers:manage` and a recent log-in or `stepUp`.
    async fn activate_identity_provider(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to activate.")] input: ActivateIdentityProviderInput,
    ) -> Nullable<ActivateIdentityProviderPayload> {
        Nullable::of(async {
            let scope = ctx.scope()?;
            let id = input.identity_provider_id.uuid();
            let outcome =
                federation::activate_identity_provider(scope.core(), scope.actor()?, id).await;
            scope.settle(outcome).await
        })
        .await
    }

    /// Lets nobody in through an identity provider any more; sessions stay. Needs the permission
    /// `identity_providers:manage`.
    async fn suspend_identity_provider(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to suspend.")] input: SuspendIdentityProviderInput,
    ) -> Nullable<SuspendIdentityProviderPayload> {
        Nullable::of(async {
            let scope = ctx.scope()?;
            let id = input.identity_provider_id.uuid();
            let outcome =
                federation::suspend_identity_provider(scope.core(), scope.actor()?, id).await;
            scope.settle(outcome).await
        })
        .await
    }

    /// Deletes an identity provider and who was known through it; accounts and sessions stay. Needs the permission
    /// `identity_providers:manage` and a recent log-in or `stepUp`.
    async fn delete_identity_provider(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to delete.")] input: DeleteIdentityProviderInput,
    ) -> Nullable<DeleteIdentityProviderPayload> {
        Nullable::of(async {
            let scope = ctx.scope()?;
            let id = input.identity_provider_id.uuid();
            let outcome =
                federation::delete_identity_provider(scope.core(), scope.actor()?, id).await;
            scope.settle(outcome.map(IdentityProviderId::from)).await
        })
        .await
    }
}
