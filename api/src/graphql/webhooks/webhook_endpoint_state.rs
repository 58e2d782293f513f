//! Whether an endpoint is told anything.

use async_graphql::Enum;

/// Whether an endpoint is told anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "xorb_entities::webhooks::WebhookEndpointState")]
pub enum WebhookEndpointState {
    /// It is told what it wants to know.
    Enabled,
    /// Nothing is sent to it, and what happens meanwhile is not sent later.
    Disabled,
}
