//! Where a delivery stands.

use async_graphql::Enum;

/// Where a delivery stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "xorb_entities::webhooks::WebhookDeliveryState")]
pub enum WebhookDeliveryState {
    /// It waits for its first or next attempt.
    Pending,
    /// The receiver has taken it.
    Delivered,
    /// It was not taken in all attempts. `redeliverWebhook` sends it again.
    Failed,
    /// Its job was cancelled, or its endpoint deleted.
    Cancelled,
}
