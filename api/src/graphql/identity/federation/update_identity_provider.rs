//! `updateIdentityProvider`.

use async_graphql::{Context, InputObject, Object, SimpleObject};
use xorb_domain::identity::federation::{self, UpdateIdentityProvider};
use xorb_entities::ids::IdentityProviderId;

use super::{GroupRoleInput, IdentityProvider};
use crate::graphql::{Id, Nullable, ScopeOfContext, UserError, payload};

/// What to change. What is not given stays.
#[derive(InputObject)]
pub struct UpdateIdentityProviderInput {
    /// The identity provider.
    identity_provider_id: Id<IdentityProviderId>,
    /// What its button says.
    name: Option<String>,
    /// The issuer.
    issuer: Option<String>,
    /// What the provider calls this installation.
    client_id: Option<String>,
    /// The secret that goes with it; empty: none.
    #[graphql(secret)]
    client_secret: Option<String>,
    /// Whether people without an account get one.
    jit_enabled: Option<bool>,
    /// Domains whose addresses count as verified.
    trusted_domains: Option<Vec<String>>,
    /// The `acr` that every log-in must have; empty: any.
    required_acr: Option<String>,
    /// The claim that holds a person's groups; empty: groups are not read.
    groups_claim: Option<String>,
    /// Which group gives which role, in the place of all that were there. It counts at each person's next log-in.
    group_roles: Option<Vec<GroupRoleInput>>,
    /// Whether logout tokens may be of type `JWT` and without an end.
    relaxed_logout_tokens: Option<bool>,
    /// The version that you have seen; another one is refused with `CONFLICT`.
    expected_version: Option<i32>,
}

impl From<UpdateIdentityProviderInput> for UpdateIdentityProvider {
    fn from(input: UpdateIdentityProviderInput) -> Self {
        let mapped = |roles: Vec<GroupRoleInput>| {
            let roles = roles.into_iter();
            roles.map(|one| (one.group, one.role.into())).collect()
        };
        Self {
            provider_id: input.identity_provider_id.uuid(),
            name: input.name,
            issuer: input.issuer,
            client_id: input.client_id,
            client_secret: input.client_secret.map(Into::into),
            jit_enabled: input.jit_enabled,
            trusted_domains: input.trusted_domains,
            required_acr: input.required_acr,
            groups_claim: input.groups_claim,
            relaxed_logout_tokens: input.relaxed_logout_tokens,
            group_roles: input.group_roles.map(mapped),
            expected_version: input.expected_version,
        }
    }
}

/// What `updateIdentityProvider` answers.
#[derive(SimpleObject)]
pub struct UpdateIdentityProviderPayload {
    /// The identity provider as it is now; null if the change was refused.
    identity_provider: Option<IdentityProvider>,
    /// Why it was refused; empty if it was not.
    user_errors: Vec<UserError>,
}

payload!(UpdateIdentityProviderPayload {
    identity_provider: federation::IdentityProviderView
});

#[derive(Default)]
pub struct UpdateIdentityProviderMutation;

#[Object]
impl UpdateIdentityProviderMutation {
    /// Changes an identity provider. Another issuer, client or `requiredAcr` needs a new test: until it has passed, nobody is
    /// let in. Needs the permission `identity_providers:manage` and a recent log-in or `stepUp`.
    async fn update_identity_provider(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to change.")] input: UpdateIdentityProviderInput,
    ) -> Nullable<UpdateIdentityProviderPayload> {
        Nullable::of(async {
            let scope = ctx.scope()?;
            let actor = scope.actor()?;
            let outcome =
                federation::update_identity_provider(scope.core(), actor, input.into()).await;
            scope.settle(outcome).await
        })
        .await
    }
}
