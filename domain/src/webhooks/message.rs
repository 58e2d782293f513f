//! One message of Standard Webhooks: id, time of the attempt, body, and the signatures over the three.

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::json;
use xorb_entities::ids::WebhookDeliveryId;
use xorb_entities::webhooks::webhook_delivery;

use super::WebhookKey;
use crate::AppError;

/// What is posted to an endpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// The same in every attempt: by it a receiver knows what it has seen already.
    pub id: String,
    /// Thin: kind, time, and the id of what it is about.
    pub body: String,
}

impl Message {
    /// The message of a delivery.
    pub(super) fn of(delivery: &webhook_delivery::Model) -> Self {
        let at = delivery
            .occurred_at
            .to_rfc3339_opts(SecondsFormat::Micros, true);
        let body =
            json!({ "type": delivery.event, "timestamp": at, "data": { "id": delivery.object } });
        Self {
            id: WebhookDeliveryId::from(delivery.id).to_string(),
            body: body.to_string(),
        }
    }

    /// The fields of the specification, signed with every key.
    pub(super) fn fields(
        &self,
        at: DateTime<Utc>,
        keys: &[WebhookKey],
    ) -> Result<[(&'static str, String); 3], AppError> {
        let timestamp = at.timestamp();
        let content = format!("{}.{timestamp}.{}", self.id, self.body);
        let signatures: Vec<String> = keys
            .iter()
            .map(|key| key.sign(content.as_bytes()))
            .collect::<Result<_, _>>()?;
        Ok([
            ("webhook-id", self.id.clone()),
            ("webhook-timestamp", timestamp.to_string()),
            ("webhook-signature", signatures.join(" ")),
        ])
    }
}
