//! Tells the endpoints what happened, in the transaction in which it happens: whoever rolls that back has told nothing.

use std::fmt::Display;

use uuid::Uuid;
use xorb_entities::webhooks::{WebhookDeliveryState, webhook_delivery};

use super::{WebhookEvent, queries};
use crate::AppError;
use crate::db::TenantTx;
use crate::jobs::{JobKind, NewJob, enqueue_many};

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
        let wanted = events
            .iter()
            .filter(|(event, _)| listener.events.contains(event));
        deliveries.extend(wanted.map(|(event, object)| {
            delivery(tx, tx.new_id(), listener.endpoint_id, *event, object)
        }));
    }
    let jobs = deliveries.iter().map(|delivery| job_of(delivery.id));
    // None of them has a dedupe key: there is one for each.
    let made = enqueue_many(tx, jobs.collect()).await?;
    for (delivery, job_id) in deliveries.iter_mut().zip(made) {
        delivery.job_id = Some(job_id);
    }
    queries::insert_deliveries(tx, &deliveries).await
}

/// A delivery that has no job yet.
pub(super) fn delivery(
    tx: &TenantTx,
    id: Uuid,
    endpoint_id: Uuid,
    event: WebhookEvent,
    object: impl Display,
) -> webhook_delivery::Model {
    webhook_delivery::Model {
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
        job_id: None,
        created_at: tx.now(),
    }
}

/// The job that sends a delivery.
pub(super) fn job_of(delivery_id: Uuid) -> NewJob {
    NewJob::new(JobKind::DeliverWebhook).arg("delivery_id", delivery_id)
}
