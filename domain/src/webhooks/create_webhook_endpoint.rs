//! Registers an endpoint. Nothing is resolved or contacted: that happens when there is something to tell.

use sea_orm::ActiveEnum;
use serde_json::json;
use uuid::Uuid;
use xorb_entities::ids::WebhookEndpointId;
use xorb_entities::webhooks::{WebhookEndpointState, WebhookSignatureScheme, webhook_endpoint};

use super::endpoint_url::EndpointUrl;
use super::view::{self, WithSecret, stored_events};
use super::{WebhookEvent, description, keys, queries};
use crate::audit::{AuditAction, AuditEvent};
use crate::db::TenantTx;
use crate::idempotency::{KeyClaim, claim_key};
use crate::identity::{Actor, Permission};
use crate::{AppError, Core, UserErrorCode};

/// What to register.
#[derive(Clone, Debug)]
pub struct CreateWebhookEndpoint {
    /// As typed.
    pub url: String,
    /// What people write beside it.
    pub description: Option<String>,
    /// What to tell it about.
    pub events: Vec<WebhookEvent>,
    /// How messages are signed.
    pub scheme: WebhookSignatureScheme,
    /// Makes a repeated call give the same endpoint, without its secret.
    pub idempotency_key: Option<String>,
}

/// Registers an endpoint and returns it with its secret, which is never shown again.
///
/// # Errors
/// User errors `INVALID_INPUT`, `ADDRESS_NOT_ALLOWED` and `LIMIT_REACHED`; `IdempotencyConflict`, `Forbidden`.
#[tracing::instrument(skip_all)]
pub async fn create_webhook_endpoint(
    core: &Core,
    actor: &Actor,
    input: CreateWebhookEndpoint,
) -> Result<WithSecret, AppError> {
    core.authorise(actor, Permission::WebhooksManage, None)
        .await?;
    let url = accept_url(core, &input.url)?;
    let text = description::parse(input.description.as_deref())?;
    let tx = core.db.write(&actor.scope).await?;
    let id = tx.new_id();
    let events = stored_events(&input.events);
    let content = json!({ "url": url.to_string(), "description": text, "events": events, "scheme": input.scheme.to_value() });
    let key = input.idempotency_key.as_deref();
    let claim = claim_key(&tx, actor, "create_webhook_endpoint", key, &content, id).await?;
    if let KeyClaim::Replay(id) = claim {
        return replay(&tx, id).await;
    }
    if queries::count_endpoints(&tx).await? >= core.settings.webhooks.max_endpoints {
        let message = "there are as many webhook endpoints as allowed; delete one first";
        return Err(AppError::user(UserErrorCode::LimitReached, "", message));
    }
    let row = row(&tx, id, actor, url.to_string(), text, events);
    let endpoint = queries::insert_endpoint(&tx, row).await?;
    let secret = keys::create_key(&tx, id, input.scheme).await?;
    let endpoint = view::of_endpoint(&tx, endpoint).await?;
    tx.record(
        AuditEvent::new(AuditAction::WebhookEndpointCreated, actor)
            .object(WebhookEndpointId::from(id))
            .payload(None, json!({ "url": endpoint.url })),
    );
    tx.commit().await?;
    Ok(WithSecret { endpoint, secret })
}

/// The address as it is stored, if messages may be sent there.
pub(super) fn accept_url(core: &Core, typed: &str) -> Result<EndpointUrl, AppError> {
    let allows_http = core.settings.webhooks.allow_private_targets;
    EndpointUrl::accept(typed, core.webhook_network.policy(), allows_http)
}

/// The endpoint as it is now, without a secret.
pub(super) async fn replay(tx: &TenantTx, id: Uuid) -> Result<WithSecret, AppError> {
    let endpoint = queries::find_endpoint(tx, id)
        .await?
        .ok_or(AppError::NotFound("webhook endpoint"))?;
    Ok(WithSecret {
        endpoint: view::of_endpoint(tx, endpoint).await?,
        secret: None,
    })
}

fn row(
    tx: &TenantTx,
    id: Uuid,
    actor: &Actor,
    url: String,
    description: Option<String>,
    events: serde_json::Value,
) -> webhook_endpoint::Model {
    webhook_endpoint::Model {
        tenant_id: tx.tenant_id(),
        id,
        subject_id: actor.subject_id,
        url,
        description,
        events,
        state: WebhookEndpointState::Enabled,
        disabled_reason: None,
        disabled_at: None,
        failing_since: None,
        version: 1,
        created_at: tx.now(),
        updated_at: tx.now(),
        deleted_at: None,
    }
}
