//! Sends a ping to an endpoint, as any other event is sent.

use uuid::Uuid;
use xorb_entities::ids::WebhookEndpointId;
use xorb_entities::webhooks::{WebhookEndpointState, webhook_endpoint};

use super::tell::{delivery, job_of};
use super::update_webhook_endpoint::lock;
use super::view::WebhookDeliveryView;
use super::{WebhookEvent, queries};
use crate::audit::{AuditAction, AuditEvent};
use crate::db::TenantTx;
use crate::idempotency::{KeyClaim, claim_key};
use crate::identity::{Actor, Permission};
use crate::jobs::enqueue;
use crate::{AppError, Core, UserErrorCode};

/// Whom to ping.
#[derive(Clone, Debug)]
pub struct TestWebhookEndpoint {
    /// The endpoint.
    pub endpoint_id: Uuid,
    /// Makes a repeated call give the same ping.
    pub idempotency_key: Option<String>,
}

/// Queues a ping and returns its delivery.
///
/// # Errors
/// User error `INVALID_STATE` if the endpoint is disabled; `IdempotencyConflict`, `NotFound`, `Forbidden`.
#[tracing::instrument(skip_all)]
pub async fn test_webhook_endpoint(
    core: &Core,
    actor: &Actor,
    input: TestWebhookEndpoint,
) -> Result<WebhookDeliveryView, AppError> {
    let object = WebhookEndpointId::from(input.endpoint_id);
    core.authorise(actor, Permission::WebhooksManage, Some(&object.to_string()))
        .await?;
    let tx = core.db.write(&actor.scope).await?;
    let id = tx.new_id();
    let key = input.idempotency_key.as_deref();
    let content = input.endpoint_id;
    let claim = claim_key(&tx, actor, "test_webhook_endpoint", key, &content, id).await?;
    if let KeyClaim::Replay(id) = claim {
        return replay(&tx, id).await;
    }
    let endpoint = lock(&tx, input.endpoint_id).await?;
    check_enabled(&endpoint, "webhookEndpointId")?;
    let mut delivery = delivery(&tx, id, endpoint.id, WebhookEvent::Ping, object);
    delivery.job_id = Some(enqueue(&tx, job_of(id)).await?);
    queries::insert_deliveries(&tx, std::slice::from_ref(&delivery)).await?;
    tx.record(AuditEvent::new(AuditAction::WebhookEndpointTested, actor).object(object));
    tx.commit().await?;
    Ok(delivery.into())
}

/// The delivery as it is now.
pub(super) async fn replay(tx: &TenantTx, id: Uuid) -> Result<WebhookDeliveryView, AppError> {
    let delivery = queries::find_delivery(tx, id)
        .await?
        .ok_or(AppError::NotFound("webhook delivery"))?;
    Ok(delivery.into())
}

/// Nothing is sent to an endpoint that is disabled.
pub(super) fn check_enabled(
    endpoint: &webhook_endpoint::Model,
    path: &str,
) -> Result<(), AppError> {
    if endpoint.state == WebhookEndpointState::Enabled {
        return Ok(());
    }
    Err(AppError::user(
        UserErrorCode::InvalidState,
        path,
        "this endpoint is disabled; enable it with updateWebhookEndpoint first",
    ))
}
