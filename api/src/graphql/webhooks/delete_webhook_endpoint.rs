//! `deleteWebhookEndpoint`.

use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use xorb_domain::webhooks::{self, DeleteWebhookEndpoint};
use xorb_entities::ids::WebhookEndpointId;

use crate::graphql::{Id, Nullable, ScopeOfContext, UserError, payload};

/// What to delete.
#[derive(InputObject)]
pub struct DeleteWebhookEndpointInput {
    /// The endpoint.
    webhook_endpoint_id: Id<WebhookEndpointId>,
}

impl From<DeleteWebhookEndpointInput> for DeleteWebhookEndpoint {
    fn from(input: DeleteWebhookEndpointInput) -> Self {
        Self {
            endpoint_id: input.webhook_endpoint_id.uuid(),
        }
    }
}

/// What `deleteWebhookEndpoint` answers.
#[derive(SimpleObject)]
pub struct DeleteWebhookEndpointPayload {
    /// The id of the endpoint that is gone; null if it was refused.
    deleted_webhook_endpoint_id: Option<ID>,
    /// Why it was refused; empty if it was not.
    user_errors: Vec<UserError>,
}

payload!(DeleteWebhookEndpointPayload {
    deleted_webhook_endpoint_id: WebhookEndpointId
});

#[derive(Default)]
pub struct DeleteWebhookEndpointMutation;

#[Object]
impl DeleteWebhookEndpointMutation {
    /// Deletes a webhook endpoint, its keys, and what still waits for it. Needs the permission `webhooks:manage`.
    async fn delete_webhook_endpoint(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to delete.")] input: DeleteWebhookEndpointInput,
    ) -> Nullable<DeleteWebhookEndpointPayload> {
        Nullable::of(async {
            let scope = ctx.scope()?;
            let actor = scope.actor()?;
            let outcome =
                webhooks::delete_webhook_endpoint(scope.core(), actor, input.into()).await;
            scope.settle(outcome.map(WebhookEndpointId::from)).await
        })
        .await
    }
}
