//! Webhooks: who is told what happens, and how that went.

mod create_webhook_endpoint;
mod delete_webhook_endpoint;
mod load;
mod mutation;
mod query;
mod redeliver_webhook;
mod rotate_webhook_secret;
mod test_webhook_endpoint;
mod update_webhook_endpoint;
mod webhook_delivery;
mod webhook_delivery_state;
mod webhook_disabled_reason;
mod webhook_endpoint;
mod webhook_endpoint_state;
mod webhook_event_type;
mod webhook_signature_scheme;
mod webhook_signing_key;
mod with_secret;

pub use mutation::WebhooksMutation;
pub use query::WebhooksQuery;
pub use webhook_delivery::WebhookDelivery;
pub use webhook_delivery_state::WebhookDeliveryState;
pub use webhook_disabled_reason::WebhookDisabledReason;
pub use webhook_endpoint::WebhookEndpoint;
pub use webhook_endpoint_state::WebhookEndpointState;
pub use webhook_event_type::WebhookEventType;
pub use webhook_signature_scheme::WebhookSignatureScheme;
pub use webhook_signing_key::WebhookSigningKey;
