//! `redeliverWebhook`.

use async_graphql::{Context, InputObject, Object, SimpleObject};
use xorb_domain::webhooks::{self, RedeliverWebhook, WebhookDeliveryView};
use xorb_entities::ids::WebhookDeliveryId;

use super::WebhookDelivery;
use crate::graphql::{Id, Nullable, ScopeOfContext, UserError, payload};

/// What to send again.
#[derive(InputObject)]
pub struct RedeliverWebhookInput {
    /// The delivery.
    webhook_delivery_id: Id<WebhookDeliveryId>,
    /// Makes a repeated call within 24 hours send nothing again.
    idempotency_key: Option<String>,
}

impl From<RedeliverWebhookInput> for RedeliverWebhook {
    fn from(input: RedeliverWebhookInput) -> Self {
        Self {
            delivery_id: input.webhook_delivery_id.uuid(),
            idempotency_key: input.idempotency_key,
        }
    }
}

/// What `redeliverWebhook` answers.
#[derive(SimpleObject)]
pub struct RedeliverWebhookPayload {
    /// The delivery on its way again; null if it was refused.
    webhook_delivery: Option<WebhookDelivery>,
    /// Why it was refused; empty if it was not.
    user_errors: Vec<UserError>,
}

payload!(RedeliverWebhookPayload {
    webhook_delivery: WebhookDeliveryView
});

#[derive(Default)]
pub struct RedeliverWebhookMutation;

#[Object]
impl RedeliverWebhookMutation {
    /// Sends an event that has arrived or failed once more, under the same `webhook-id` and with all its attempts. Needs
    /// the permission `webhooks:manage`.
    async fn redeliver_webhook(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to send again.")] input: RedeliverWebhookInput,
    ) -> Nullable<RedeliverWebhookPayload> {
        Nullable::of(async {
            let scope = ctx.scope()?;
            let outcome =
                webhooks::redeliver_webhook(scope.core(), scope.actor()?, input.into()).await;
            scope.settle(outcome).await
        })
        .await
    }
}
