//! `rotateWebhookSecret`.

use async_graphql::{Context, InputObject, Object, SimpleObject};
use xorb_domain::webhooks::{self, RotateWebhookSecret};
use xorb_entities::ids::WebhookEndpointId;

use super::with_secret::payload_with_secret;
use super::{WebhookEndpoint, WebhookSignatureScheme};
use crate::graphql::{Id, Nullable, ScopeOfContext, UserError};

/// Whose key to replace.
#[derive(InputObject)]
pub struct RotateWebhookSecretInput {
    /// The endpoint.
    webhook_endpoint_id: Id<WebhookEndpointId>,
    /// How the new key signs; as the replaced one if it is not given.
    signature_scheme: Option<WebhookSignatureScheme>,
    /// The replaced key stops to sign at once, because somebody else may have it. Otherwise both sign for 24 hours.
    #[graphql(default = false)]
    revoke_previous: bool,
    /// Makes a repeated call within 24 hours answer with the same endpoint instead of making another key; its secret is
    /// not shown again.
    idempotency_key: Option<String>,
}

impl From<RotateWebhookSecretInput> for RotateWebhookSecret {
    fn from(input: RotateWebhookSecretInput) -> Self {
        Self {
            endpoint_id: input.webhook_endpoint_id.uuid(),
            scheme: input.signature_scheme.map(Into::into),
            revoke_previous: input.revoke_previous,
            idempotency_key: input.idempotency_key,
        }
    }
}

/// What `rotateWebhookSecret` answers.
#[derive(SimpleObject)]
pub struct RotateWebhookSecretPayload {
    /// The endpoint with its keys; null if it was refused.
    webhook_endpoint: Option<WebhookEndpoint>,
    /// The new secret, `whsec_…`. It is shown this once. Null with `ED25519`, where `signingKeys.publicKey` verifies,
    /// and in a repeated call.
    secret: Option<String>,
    /// Why it was refused; empty if it was not.
    user_errors: Vec<UserError>,
}

payload_with_secret!(RotateWebhookSecretPayload);

#[derive(Default)]
pub struct RotateWebhookSecretMutation;

#[Object]
impl RotateWebhookSecretMutation {
    /// Gives an endpoint a new key. Until the replaced one expires, each message carries both signatures. Needs the
    /// permission `webhooks:manage`.
    async fn rotate_webhook_secret(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whose key to replace.")] input: RotateWebhookSecretInput,
    ) -> Nullable<RotateWebhookSecretPayload> {
        Nullable::of(async {
            let scope = ctx.scope()?;
            let actor = scope.actor()?;
            let outcome = webhooks::rotate_webhook_secret(scope.core(), actor, input.into()).await;
            scope.settle(outcome).await
        })
        .await
    }
}
