//! Sends an event again that has ended, under the same id: with all its attempts, whether it had failed or arrived.

use uuid::Uuid;
use xorb_entities::ids::WebhookDeliveryId;
use xorb_entities::webhooks::WebhookDeliveryState;

use super::queries;
use super::settle_delivery::reopened;
use super::tell::job_of;
use super::test_webhook_endpoint::{check_enabled, replay};
use super::update_webhook_endpoint::lock;
use super::view::WebhookDeliveryView;
use crate::audit::{AuditAction, AuditEvent};
use crate::idempotency::{KeyClaim, claim_key};
use crate::identity::{Actor, Permission};
use crate::jobs::enqueue;
use crate::{AppError, Core, UserErrorCode};

/// What to send again.
#[derive(Clone, Debug)]
pub struct RedeliverWebhook {
    /// The delivery.
    pub delivery_id: Uuid,
    /// Makes a repeated call send nothing again.
    pub idempotency_key: Option<String>,
}

/// Queues a delivery again.
///
/// # Errors
/// User error `INVALID_STATE` while it is on its way or its endpoint is disabled; `IdempotencyConflict`, `NotFound`, `Forbidden`.
#[tracing::instrument(skip_all)]
pub async fn redeliver_webhook(
    core: &Core,
    actor: &Actor,
    input: RedeliverWebhook,
) -> Result<WebhookDeliveryView, AppError> {
    let object = WebhookDeliveryId::from(input.delivery_id);
    core.authorise(actor, Permission::WebhooksManage, Some(&object.to_string()))
        .await?;
    let tx = core.db.write(&actor.scope).await?;
    let (id, key) = (input.delivery_id, input.idempotency_key.as_deref());
    let claim = claim_key(&tx, actor, "redeliver_webhook", key, &id, id).await?;
    if let KeyClaim::Replay(id) = claim {
        return replay(&tx, id).await;
    }
    let delivery = queries::lock_delivery(&tx, id)
        .await?
        .ok_or(AppError::NotFound("webhook delivery"))?;
    let endpoint = lock(&tx, delivery.endpoint_id).await?;
    check_enabled(&endpoint, "webhookDeliveryId")?;
    if delivery.state == WebhookDeliveryState::Pending {
        let message = "this delivery is on its way already; it is tried again by itself";
        return Err(AppError::user(
            UserErrorCode::InvalidState,
            "webhookDeliveryId",
            message,
        ));
    }
    let mut delivery = reopened(&tx, delivery);
    delivery.job_id = Some(enqueue(&tx, job_of(delivery.id)).await?);
    let delivery = queries::update_delivery(&tx, delivery).await?;
    tx.record(AuditEvent::new(AuditAction::WebhookRedelivered, actor).object(object));
    tx.commit().await?;
    Ok(delivery.into())
}
