//! `testWebhookEndpoint`.

use async_graphql::{Context, InputObject, Object, SimpleObject};
use xorb_domain::webhooks::{self, TestWebhookEndpoint, WebhookDeliveryView};
use xorb_entities::ids::WebhookEndpointId;

use super::WebhookDelivery;
use crate::graphql::{Id, Nullable, ScopeOfContext, UserError, payload};

/// Whom to ping.
#[derive(InputObject)]
pub struct TestWebhookEndpointInput {
    /// The endpoint.
    webhook_endpoint_id: Id<WebhookEndpointId>,
    /// Makes a repeated call within 24 hours give the same ping instead of another one.
    idempotency_key: Option<String>,
}

impl From<TestWebhookEndpointInput> for TestWebhookEndpoint {
    fn from(input: TestWebhookEndpointInput) -> Self {
        Self {
            endpoint_id: input.webhook_endpoint_id.uuid(),
            idempotency_key: input.idempotency_key,
        }
    }
}

/// What `testWebhookEndpoint` answers.
#[derive(SimpleObject)]
pub struct TestWebhookEndpointPayload {
    /// The ping on its way: look at it again to see how it went. Null if it was refused.
    webhook_delivery: Option<WebhookDelivery>,
    /// Why it was refused; empty if it was not.
    user_errors: Vec<UserError>,
}

payload!(TestWebhookEndpointPayload {
    webhook_delivery: WebhookDeliveryView
});

#[derive(Default)]
pub struct TestWebhookEndpointMutation;

#[Object]
impl TestWebhookEndpointMutation {
    /// Sends the event `webhook.ping` to an endpoint. Needs the permission `webhooks:manage`.
    async fn test_webhook_endpoint(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whom to ping.")] input: TestWebhookEndpointInput,
    ) -> Nullable<TestWebhookEndpointPayload> {
        Nullable::of(async {
            let scope = ctx.scope()?;
            let actor = scope.actor()?;
            let outcome = webhooks::test_webhook_endpoint(scope.core(), actor, input.into()).await;
            scope.settle(outcome).await
        })
        .await
    }
}
