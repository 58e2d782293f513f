//! All mutations about webhooks.

use async_graphql::MergedObject;

use super::create_webhook_endpoint::CreateWebhookEndpointMutation;
use super::delete_webhook_endpoint::DeleteWebhookEndpointMutation;
use super::redeliver_webhook::RedeliverWebhookMutation;
use super::rotate_webhook_secret::RotateWebhookSecretMutation;
use super::test_webhook_endpoint::TestWebhookEndpointMutation;
use super::update_webhook_endpoint::UpdateWebhookEndpointMutation;

#[derive(Default, MergedObject)]
pub struct WebhooksMutation(
    CreateWebhookEndpointMutation,
    UpdateWebhookEndpointMutation,
    DeleteWebhookEndpointMutation,
    RotateWebhookSecretMutation,
    TestWebhookEndpointMutation,
    RedeliverWebhookMutation,
);
