//! Reads one delivery.

use uuid::Uuid;
use xorb_entities::ids::WebhookDeliveryId;

use super::queries;
use super::view::WebhookDeliveryView;
use crate::AppError;
use crate::db::ReadSession;
use crate::identity::Permission;

/// One delivery, as long as its endpoint has not been deleted.
///
/// # Errors
/// `NotFound` if there is none in this tenant; `Forbidden`.
#[tracing::instrument(skip_all)]
pub async fn webhook_delivery(
    reads: &ReadSession,
    id: Uuid,
) -> Result<WebhookDeliveryView, AppError> {
    let object = WebhookDeliveryId::from(id).to_string();
    reads
        .authorise(Permission::WebhooksRead, Some(&object))
        .await?;
    let tx = reads.tx().await?;
    let delivery = queries::find_delivery(&tx, id)
        .await?
        .ok_or(AppError::NotFound("webhook delivery"))?;
    queries::find_endpoint(&tx, delivery.endpoint_id)
        .await?
        .ok_or(AppError::NotFound("webhook delivery"))?;
    Ok(delivery.into())
}
