//! Changes an endpoint: where it is, what it is told, and whether it is.

use uuid::Uuid;
use xorb_entities::ids::WebhookEndpointId;
use xorb_entities::webhooks::{WebhookDisabledReason, WebhookEndpointState, webhook_endpoint};

use super::create_webhook_endpoint::accept_url;
use super::view::{self, WebhookEndpointView, stored_events};
use super::{WebhookEvent, description, queries};
use crate::audit::{AuditAction, AuditEvent};
use crate::db::TenantTx;
use crate::expected_version::check_version;
use crate::identity::{Actor, Permission};
use crate::{AppError, Core};

/// What to change. What is not said stays.
#[derive(Clone, Debug)]
pub struct UpdateWebhookEndpoint {
    /// The endpoint.
    pub endpoint_id: Uuid,
    /// Its new address.
    pub url: Option<String>,
    /// Its new description; empty: none.
    pub description: Option<String>,
    /// What it shall be told about.
    pub events: Option<Vec<WebhookEvent>>,
    /// Whether it shall be told anything.
    pub enabled: Option<bool>,
    /// The version that the change was made from; not checked if it is not said.
    pub expected_version: Option<i32>,
}

/// Changes an endpoint, unless somebody else changed it meanwhile.
///
/// # Errors
/// `Conflict` if its version is another; user errors `INVALID_INPUT` and `ADDRESS_NOT_ALLOWED`; `NotFound`, `Forbidden`.
#[tracing::instrument(skip_all)]
pub async fn update_webhook_endpoint(
    core: &Core,
    actor: &Actor,
    input: UpdateWebhookEndpoint,
) -> Result<WebhookEndpointView, AppError> {
    let object = WebhookEndpointId::from(input.endpoint_id);
    core.authorise(actor, Permission::WebhooksManage, Some(&object.to_string()))
        .await?;
    let url = input.url.as_deref();
    let url = url.map(|typed| accept_url(core, typed)).transpose()?;
    let text = description::parse(input.description.as_deref())?;
    let tx = core.db.write(&actor.scope).await?;
    let mut endpoint = lock(&tx, input.endpoint_id).await?;
    check_version("webhook endpoint", endpoint.version, input.expected_version)?;
    if let Some(url) = url {
        endpoint.url = url.to_string();
    }
    if input.description.is_some() {
        endpoint.description = text;
    }
    if let Some(events) = &input.events {
        endpoint.events = stored_events(events);
    }
    if let Some(enabled) = input.enabled {
        switch(&tx, &mut endpoint, enabled);
    }
    let endpoint = queries::update_endpoint(&tx, endpoint).await?;
    let view = view::of_endpoint(&tx, endpoint).await?;
    tx.record(AuditEvent::new(AuditAction::WebhookEndpointUpdated, actor).object(object));
    tx.commit().await?;
    Ok(view)
}

/// The endpoint, locked until the transaction ends.
pub(super) async fn lock(tx: &TenantTx, id: Uuid) -> Result<webhook_endpoint::Model, AppError> {
    queries::lock_endpoint(tx, id)
        .await?
        .ok_or(AppError::NotFound("webhook endpoint"))
}

/// Enabled, it begins with a clean slate.
fn switch(tx: &TenantTx, endpoint: &mut webhook_endpoint::Model, enabled: bool) {
    if enabled {
        endpoint.state = WebhookEndpointState::Enabled;
        endpoint.disabled_reason = None;
        endpoint.disabled_at = None;
        endpoint.failing_since = None;
    } else if endpoint.state == WebhookEndpointState::Enabled {
        endpoint.state = WebhookEndpointState::Disabled;
        endpoint.disabled_reason = Some(WebhookDisabledReason::Requested);
        endpoint.disabled_at = Some(tx.now());
    }
}
