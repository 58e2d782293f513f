//! `createWebhookEndpoint`.

use async_graphql::{Context, InputObject, Object, SimpleObject};
use xorb_domain::webhooks::{self, CreateWebhookEndpoint};

use super::with_secret::payload_with_secret;
use super::{WebhookEndpoint, WebhookEventType, WebhookSignatureScheme};
use crate::graphql::{Nullable, ScopeOfContext, UserError, distinct};

/// What to register.
#[derive(InputObject)]
pub struct CreateWebhookEndpointInput {
    /// Where to post messages to: a public `https` address.
    url: String,
    /// What you want to remember about it.
    description: Option<String>,
    /// What to tell it about. `WEBHOOK_PING` need not be in it.
    event_types: Vec<WebhookEventType>,
    /// How to sign messages.
    #[graphql(default_with = "WebhookSignatureScheme::HmacSha256")]
    signature_scheme: WebhookSignatureScheme,
    /// Makes a repeated call within 24 hours give the same endpoint instead of another one; its secret is not shown again.
    idempotency_key: Option<String>,
}

impl From<CreateWebhookEndpointInput> for CreateWebhookEndpoint {
    fn from(input: CreateWebhookEndpointInput) -> Self {
        Self {
            url: input.url,
            description: input.description,
            events: distinct(Some(input.event_types)),
            scheme: input.signature_scheme.into(),
            idempotency_key: input.idempotency_key,
        }
    }
}

/// What `createWebhookEndpoint` answers.
#[derive(SimpleObject)]
pub struct CreateWebhookEndpointPayload {
    /// The endpoint; null if it was refused.
    webhook_endpoint: Option<WebhookEndpoint>,
    /// The secret to verify messages with, `whsec_…`. It is shown this once. Null with `ED25519`, where
    /// `signingKeys.publicKey` verifies, and in a repeated call.
    secret: Option<String>,
    /// Why it was refused; empty if it was not.
    user_errors: Vec<UserError>,
}

payload_with_secret!(CreateWebhookEndpointPayload);

#[derive(Default)]
pub struct CreateWebhookEndpointMutation;

#[Object]
impl CreateWebhookEndpointMutation {
    /// Registers an endpoint that is told what happens. Nothing is contacted yet: `testWebhookEndpoint` does. Needs the
    /// permission `webhooks:manage`.
    async fn create_webhook_endpoint(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to register.")] input: CreateWebhookEndpointInput,
    ) -> Nullable<CreateWebhookEndpointPayload> {
        Nullable::of(async {
            let scope = ctx.scope()?;
            let actor = scope.actor()?;
            let outcome =
                webhooks::create_webhook_endpoint(scope.core(), actor, input.into()).await;
            scope.settle(outcome).await
        })
        .await
    }
}
