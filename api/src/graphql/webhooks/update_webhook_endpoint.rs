//! `updateWebhookEndpoint`.

use async_graphql::{Context, InputObject, Object, SimpleObject};
use xorb_domain::webhooks::{self, UpdateWebhookEndpoint, WebhookEndpointView};
use xorb_entities::ids::WebhookEndpointId;

use super::{WebhookEndpoint, WebhookEventType};
use crate::graphql::{Id, Nullable, ScopeOfContext, UserError, distinct, payload};

/// What to change of a webhook endpoint. What is not given stays.
#[derive(InputObject)]
pub struct UpdateWebhookEndpointInput {
    /// The endpoint.
    webhook_endpoint_id: Id<WebhookEndpointId>,
    /// Where to post messages to from now on.
    url: Option<String>,
    /// What you want to remember about it; an empty text removes it.
    description: Option<String>,
    /// What to tell it about from now on.
    event_types: Option<Vec<WebhookEventType>>,
    /// Whether to tell it anything. Enabled again, it has a clean slate.
    enabled: Option<bool>,
    /// The `version` you have seen: if the endpoint has changed since, the answer is `CONFLICT`.
    expected_version: Option<i32>,
}

impl From<UpdateWebhookEndpointInput> for UpdateWebhookEndpoint {
    fn from(input: UpdateWebhookEndpointInput) -> Self {
        Self {
            endpoint_id: input.webhook_endpoint_id.uuid(),
            url: input.url,
            description: input.description,
            events: input.event_types.map(|types| distinct(Some(types))),
            enabled: input.enabled,
            expected_version: input.expected_version,
        }
    }
}

/// What `updateWebhookEndpoint` answers.
#[derive(SimpleObject)]
pub struct UpdateWebhookEndpointPayload {
    /// The endpoint as it is now; null if the change was refused.
    webhook_endpoint: Option<WebhookEndpoint>,
    /// Why it was refused; empty if it was not.
    user_errors: Vec<UserError>,
}

payload!(UpdateWebhookEndpointPayload {
    webhook_endpoint: WebhookEndpointView
});

#[derive(Default)]
pub struct UpdateWebhookEndpointMutation;

#[Object]
impl UpdateWebhookEndpointMutation {
    /// Changes a webhook endpoint. Needs the permission `webhooks:manage`.
    async fn update_webhook_endpoint(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to change.")] input: UpdateWebhookEndpointInput,
    ) -> Nullable<UpdateWebhookEndpointPayload> {
        Nullable::of(async {
            let scope = ctx.scope()?;
            let actor = scope.actor()?;
            let outcome =
                webhooks::update_webhook_endpoint(scope.core(), actor, input.into()).await;
            scope.settle(outcome).await
        })
        .await
    }
}
