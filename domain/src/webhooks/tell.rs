//! Tells the endpoints what happened, in the transaction in which it happens: whoever rolls that back has told nothing.

use std::fmt::Display;

use uuid::Uuid;
use xorb_entities::webhooks::{WebhookDeliveryState, webhook_delivery};

use super::{WebhookEvent, queries};
use crate::AppError;
use crate::db::TenantTx;
use crate::jobs::{JobKind, NewJob, enqueue};

/// Writes one delivery with its job for each of these events and each endpoint that wants them. `objects`: the typed ids of
/// what they are about.
///
/// # Errors
/// As the database says.
pub(crate) async fn tell(tx: &TenantTx, events: &[(WebhookEvent, String)]) -> Result<(), AppError> {
    if events.is_empty() {
        return Ok(());
    }
    let mut deliveries = Vec::new();
    for listener in queries::listeners(tx).await? {
        for (event, object) in events {
            if listener.events.contains(event) {
                let id = tx.new_id();
                deliveries
                    .push(enqueue_delivery(tx, id, listener.endpoint_id, *event, object).await?);
            }
        }
    }
    queries::insert_deliveries(tx, &deliveries).await
}

/// A delivery whose job is enqueued; the row itself is still to be written.
pub(super) async fn enqueue_delivery(
    tx: &TenantTx,
    id: Uuid,
    endpoint_id: Uuid,
    event: WebhookEvent,
    object: impl Display,
) -> Result<webhook_delivery::Model, AppError> {
    Ok(webhook_delivery::Model {
        tenant_id: tx.tenant_id(),
        id,
        endpoint_id,
        event: event.as_str().to_owned(),
        object: object.to_string(),
        occurred_at: tx.now(),
        state: WebhookDeliveryState::Pending,
        attempts: 0,
        last_attempt_at: None,
        last_status: None,
        error_code: None,
        next_attempt_at: Some(tx.now()),
        finished_at: None,
        job_id: Some(enqueue_job(tx, id).await?),
        created_at: tx.now(),
    })
}

/// The job that sends a delivery.
pub(super) async fn enqueue_job(tx: &TenantTx, delivery_id: Uuid) -> Result<Uuid, AppError> {
    let job = NewJob::new(JobKind::DeliverWebhook).arg("delivery_id", delivery_id);
    enqueue(tx, job).await
}
