//! What becomes of a delivery when something happens to its job.

use uuid::Uuid;
use xorb_entities::webhooks::{WebhookDeliveryState, webhook_delivery};

use super::queries;
use crate::AppError;
use crate::db::TenantTx;

/// Its job was cancelled.
///
/// # Errors
/// As the database says.
pub(crate) async fn cancel_delivery(tx: &TenantTx, id: Uuid) -> Result<(), AppError> {
    end(tx, id, WebhookDeliveryState::Cancelled, None).await
}

/// Its job has failed for good.
///
/// # Errors
/// As the database says.
pub(crate) async fn fail_delivery(tx: &TenantTx, id: Uuid, code: &str) -> Result<(), AppError> {
    end(tx, id, WebhookDeliveryState::Failed, Some(code)).await
}

/// Its failed job is run again.
///
/// # Errors
/// As the database says.
pub(crate) async fn reopen_delivery(tx: &TenantTx, id: Uuid) -> Result<(), AppError> {
    if let Some(delivery) = queries::lock_delivery(tx, id).await? {
        queries::update_delivery(tx, reopened(tx, delivery)).await?;
    }
    Ok(())
}

/// As it was when nothing had been tried yet.
pub(super) fn reopened(
    tx: &TenantTx,
    mut delivery: webhook_delivery::Model,
) -> webhook_delivery::Model {
    delivery.state = WebhookDeliveryState::Pending;
    delivery.attempts = 0;
    delivery.error_code = None;
    delivery.finished_at = None;
    delivery.next_attempt_at = Some(tx.now());
    delivery
}

/// Ends a delivery that is on its way. One that has ended stays as it is.
pub(super) async fn end(
    tx: &TenantTx,
    id: Uuid,
    state: WebhookDeliveryState,
    code: Option<&str>,
) -> Result<(), AppError> {
    let Some(mut delivery) = queries::lock_delivery(tx, id).await? else {
        return Ok(());
    };
    if delivery.state != WebhookDeliveryState::Pending {
        return Ok(());
    }
    delivery.state = state;
    if let Some(code) = code {
        delivery.error_code = Some(code.to_owned());
    }
    delivery.next_attempt_at = None;
    delivery.finished_at = Some(tx.now());
    queries::update_delivery(tx, delivery).await?;
    Ok(())
}
