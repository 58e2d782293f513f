//! Webhooks by the Standard Webhooks specification: what happens in a tenant is told to its endpoints, signed, and until it
//! arrives.
//!
//! An event is written in the transaction of the change that it tells about (`tell`), as one delivery and one job for each
//! endpoint that wants it: never lost, and never told if the change was rolled back. The job sends it (`deliver`). Messages
//! hold ids and nothing else. `docs/webhooks.md` is for those who receive them.

mod administrators;
mod create_webhook_endpoint;
mod delete_webhook_endpoint;
pub mod deliver;
mod description;
mod endpoint_url;
mod event;
mod key;
mod keys;
mod message;
mod open_network;
pub(crate) mod queries;
mod redeliver_webhook;
mod rotate_webhook_secret;
mod settle_delivery;
mod tell;
mod test_webhook_endpoint;
mod update_webhook_endpoint;
mod view;
mod webhook_deliveries;
mod webhook_delivery;
mod webhook_endpoint;
mod webhook_endpoints;

pub use create_webhook_endpoint::{CreateWebhookEndpoint, create_webhook_endpoint};
pub use delete_webhook_endpoint::{DeleteWebhookEndpoint, delete_webhook_endpoint};
pub use event::WebhookEvent;
pub use key::WebhookKey;
pub use message::Message;
pub(crate) use open_network::open_network;
pub use redeliver_webhook::{RedeliverWebhook, redeliver_webhook};
pub use rotate_webhook_secret::{RotateWebhookSecret, rotate_webhook_secret};
pub(crate) use settle_delivery::{cancel_delivery, fail_delivery, reopen_delivery};
pub(crate) use tell::tell;
pub use test_webhook_endpoint::{TestWebhookEndpoint, test_webhook_endpoint};
pub use update_webhook_endpoint::{UpdateWebhookEndpoint, update_webhook_endpoint};
pub use view::{WebhookDeliveryView, WebhookEndpointView, WebhookKeyView, WithSecret};
pub use webhook_deliveries::{count_webhook_deliveries, webhook_deliveries};
pub use webhook_delivery::webhook_delivery;
pub use webhook_endpoint::{load_webhook_endpoints, webhook_endpoint};
pub use webhook_endpoints::{count_webhook_endpoints, webhook_endpoints};
