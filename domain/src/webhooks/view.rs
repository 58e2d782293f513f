//! What callers see of endpoints and deliveries. Secrets are seen once, when they are made.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use uuid::Uuid;
use xorb_entities::webhooks::{
    WebhookDeliveryState, WebhookDisabledReason, WebhookEndpointState, WebhookSignatureScheme,
    webhook_delivery, webhook_endpoint, webhook_key,
};

use super::key::published;
use super::{WebhookEvent, queries};
use crate::AppError;
use crate::db::TenantTx;
use crate::secret::Secret;

/// An endpoint.
#[derive(Clone, Debug)]
pub struct WebhookEndpointView {
    pub id: Uuid,
    /// In canonical form.
    pub url: String,
    pub description: Option<String>,
    /// What it is told about.
    pub events: Vec<WebhookEvent>,
    pub state: WebhookEndpointState,
    pub disabled_reason: Option<WebhookDisabledReason>,
    pub disabled_at: Option<DateTime<Utc>>,
    /// Since when nothing has arrived.
    pub failing_since: Option<DateTime<Utc>>,
    /// Those that sign now, newest first.
    pub keys: Vec<WebhookKeyView>,
    pub version: i32,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

/// A key without its secret half.
#[derive(Clone, Debug)]
pub struct WebhookKeyView {
    pub scheme: WebhookSignatureScheme,
    /// `whpk_…`; none for a shared secret.
    pub public_key: Option<String>,
    pub created_at: DateTime<Utc>,
    /// When it stops to sign, if it has been replaced.
    pub expires_at: Option<DateTime<Utc>>,
}

/// An endpoint with the secret that was just made for it; none for a key pair and in a replay.
#[derive(Clone, Debug)]
pub struct WithSecret {
    pub endpoint: WebhookEndpointView,
    pub secret: Option<Secret<String>>,
}

/// One event on its way to one endpoint.
#[derive(Clone, Debug)]
pub struct WebhookDeliveryView {
    pub id: Uuid,
    pub endpoint_id: Uuid,
    /// `None` for a kind that this version does not know.
    pub event: Option<WebhookEvent>,
    /// The public id of what it is about.
    pub object: String,
    pub occurred_at: DateTime<Utc>,
    pub state: WebhookDeliveryState,
    /// Since it was last begun.
    pub attempts: i32,
    pub last_attempt_at: Option<DateTime<Utc>>,
    /// The status of the last answer, if there was one.
    pub last_status: Option<i32>,
    pub error_code: Option<String>,
    pub next_attempt_at: Option<DateTime<Utc>>,
    pub finished_at: Option<DateTime<Utc>>,
}

impl From<webhook_delivery::Model> for WebhookDeliveryView {
    fn from(row: webhook_delivery::Model) -> Self {
        Self {
            id: row.id,
            endpoint_id: row.endpoint_id,
            event: row.event.parse().ok(),
            object: row.object,
            occurred_at: row.occurred_at,
            state: row.state,
            attempts: row.attempts,
            last_attempt_at: row.last_attempt_at,
            last_status: row.last_status,
            error_code: row.error_code,
            next_attempt_at: row.next_attempt_at,
            finished_at: row.finished_at,
        }
    }
}

/// An endpoint with its keys.
pub(super) async fn of_endpoint(
    tx: &TenantTx,
    endpoint: webhook_endpoint::Model,
) -> Result<WebhookEndpointView, AppError> {
    let views = of_endpoints(tx, vec![endpoint]).await?;
    views
        .into_iter()
        .next()
        .ok_or_else(|| AppError::internal("an endpoint has no view"))
}

/// Endpoints with their keys, in the same order.
pub(super) async fn of_endpoints(
    tx: &TenantTx,
    endpoints: Vec<webhook_endpoint::Model>,
) -> Result<Vec<WebhookEndpointView>, AppError> {
    let ids: Vec<Uuid> = endpoints.iter().map(|endpoint| endpoint.id).collect();
    let mut keys: HashMap<Uuid, Vec<WebhookKeyView>> = HashMap::new();
    for key in queries::live_keys(tx, &ids).await? {
        keys.entry(key.endpoint_id).or_default().push(key.into());
    }
    let view = |endpoint: webhook_endpoint::Model| WebhookEndpointView {
        keys: keys.remove(&endpoint.id).unwrap_or_default(),
        id: endpoint.id,
        url: endpoint.url,
        description: endpoint.description,
        events: events_of(&endpoint.events),
        state: endpoint.state,
        disabled_reason: endpoint.disabled_reason,
        disabled_at: endpoint.disabled_at,
        failing_since: endpoint.failing_since,
        version: endpoint.version,
        created_at: endpoint.created_at,
        updated_at: endpoint.updated_at,
    };
    Ok(endpoints.into_iter().map(view).collect())
}

impl From<webhook_key::Model> for WebhookKeyView {
    fn from(key: webhook_key::Model) -> Self {
        Self {
            scheme: key.scheme,
            public_key: key.public_key.as_deref().map(published),
            created_at: key.created_at,
            expires_at: key.expires_at,
        }
    }
}

/// The events of a row. What this version does not know is passed over.
pub(super) fn events_of(stored: &Value) -> Vec<WebhookEvent> {
    let names = stored.as_array().into_iter().flatten();
    let known = names.filter_map(|name| name.as_str()?.parse().ok());
    known.collect()
}

/// The events as they are stored: each once, in the order of the list.
pub(super) fn stored_events(events: &[WebhookEvent]) -> Value {
    let mut events = events.to_vec();
    events.sort_unstable();
    events.dedup();
    json!(
        events
            .iter()
            .map(|event| event.as_str())
            .collect::<Vec<_>>()
    )
}
