//! Where tenants want to be told what happened, and the telling.

pub mod webhook_delivery;
pub mod webhook_endpoint;
pub mod webhook_key;

pub use webhook_delivery::WebhookDeliveryState;
pub use webhook_endpoint::{WebhookDisabledReason, WebhookEndpointState};
pub use webhook_key::WebhookSignatureScheme;
