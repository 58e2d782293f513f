//! Why an endpoint is disabled.

use async_graphql::Enum;

/// Why an endpoint is disabled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "xorb_entities::webhooks::WebhookDisabledReason")]
pub enum WebhookDisabledReason {
    /// An administrator wanted it.
    Requested,
    /// It answered 410 Gone.
    Gone,
    /// For days, nothing could be delivered to it.
    Failing,
}
