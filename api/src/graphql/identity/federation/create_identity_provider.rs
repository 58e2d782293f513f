//! `createIdentityProvider`.

use async_graphql::{Context, InputObject, Object, SimpleObject};
use xorb_domain::identity::federation::{self, CreateIdentityProvider, OAuth2Endpoints};

use super::IdentityProvider;
use crate::graphql::{Nullable, ScopeOfContext, UserError, payload};

/// Where a provider without OpenID Connect is talked to.
#[derive(InputObject)]
pub struct OAuth2EndpointsInput {
    /// Where the browser goes, such as `https://github.com/login/oauth/authorize`.
    #[graphql(name = "authorizationUrl")]
    authorization: String,
    /// Where the code is redeemed, such as `https://github.com/login/oauth/access_token`.
    #[graphql(name = "tokenUrl")]
    token: String,
    /// Who has logged in, such as `https://api.github.com/user`.
    #[graphql(name = "userUrl")]
    user_info: String,
    /// The person's addresses, such as `https://api.github.com/user/emails`. Without it no address counts as verified.
    #[graphql(name = "emailsUrl")]
    emails: Option<String>,
}

impl From<OAuth2EndpointsInput> for OAuth2Endpoints {
    fn from(input: OAuth2EndpointsInput) -> Self {
        Self {
            authorization: input.authorization,
            token: input.token,
            user_info: input.user_info,
            emails: input.emails,
        }
    }
}

/// What to connect.
#[derive(InputObject)]
pub struct CreateIdentityProviderInput {
    /// What its button says.
    name: String,
    /// The issuer, as the provider writes it: `https://login.example.org`.
    issuer: String,
    /// What the provider calls this installation.
    client_id: String,
    /// The secret that goes with it; without one, the client is public.
    #[graphql(secret)]
    client_secret: Option<String>,
    /// Whether people without an account get one.
    #[graphql(default = false)]
    jit_enabled: bool,
    /// Domains whose addresses count as verified, whatever the provider says about them.
    #[graphql(default)]
    trusted_domains: Vec<String>,
    /// The `acr` that every log-in must have.
    required_acr: Option<String>,
    /// The claim that holds a person's groups, such as `groups`.
    groups_claim: Option<String>,
    /// Whether logout tokens may be of type `JWT` and without an end.
    #[graphql(default = false)]
    relaxed_logout_tokens: bool,
    /// For a provider without OpenID Connect: its endpoints.
    oauth2: Option<OAuth2EndpointsInput>,
}

impl From<CreateIdentityProviderInput> for CreateIdentityProvider {
    fn from(input: CreateIdentityProviderInput) -> Self {
        Self {
            name: input.name,
            issuer: input.issuer,
            client_id: input.client_id,
            client_secret: input.client_secret.map(Into::into),
            jit_enabled: input.jit_enabled,
            trusted_domains: input.trusted_domains,
            required_acr: input.required_acr,
            groups_claim: input.groups_claim,
            relaxed_logout_tokens: input.relaxed_logout_tokens,
            oauth2: input.oauth2.map(Into::into),
        }
    }
}

/// What `createIdentityProvider` answers.
#[derive(SimpleObject)]
pub struct CreateIdentityProviderPayload {
    /// The identity provider, in the state `DRAFT`; null if it was refused.
    identity_provider: Option<IdentityProvider>,
    /// Why it was refused; empty if it was not.
    user_errors: Vec<UserError>,
}

payload!(CreateIdentityProviderPayload {
    identity_provider: federation::IdentityProviderView
});

#[derive(Default)]
pub struct CreateIdentityProviderMutation;

#[Object]
impl CreateIdentityProviderMutation {
    /// Describes an identity provider. Nobody is let in yet: register its `redirectUri` with the provider, then send
    /// `testIdentityProvider`. Needs the permission `identity_providers:manage` and a recent log-in or `stepUp`.
    async fn create_identity_provider(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to connect.")] input: CreateIdentityProviderInput,
    ) -> Nullable<CreateIdentityProviderPayload> {
        Nullable::of(async {
            let scope = ctx.scope()?;
            let actor = scope.actor()?;
            let outcome =
                federation::create_identity_provider(scope.core(), actor, input.into()).await;
            scope.settle(outcome).await
        })
        .await
    }
}
