//! Deletes an endpoint: its keys go at once, what still waits for it is not sent any more, and its row is swept later.

use uuid::Uuid;
use xorb_entities::ids::WebhookEndpointId;
use xorb_entities::webhooks::WebhookEndpointState;

use super::queries;
use super::update_webhook_endpoint::lock;
use crate::audit::{AuditAction, AuditEvent};
use crate::identity::{Actor, Permission};
use crate::{AppError, Core};

/// What to delete.
#[derive(Clone, Copy, Debug)]
pub struct DeleteWebhookEndpoint {
    /// The endpoint.
    pub endpoint_id: Uuid,
}

/// Deletes an endpoint and returns its id.
///
/// # Errors
/// `NotFound`, `Forbidden`.
#[tracing::instrument(skip_all)]
pub async fn delete_webhook_endpoint(
    core: &Core,
    actor: &Actor,
    input: DeleteWebhookEndpoint,
) -> Result<Uuid, AppError> {
    let object = WebhookEndpointId::from(input.endpoint_id);
    core.authorise(actor, Permission::WebhooksManage, Some(&object.to_string()))
        .await?;
    let tx = core.db.write(&actor.scope).await?;
    let mut endpoint = lock(&tx, input.endpoint_id).await?;
    endpoint.state = WebhookEndpointState::Disabled;
    endpoint.deleted_at = Some(tx.now());
    queries::update_endpoint(&tx, endpoint).await?;
    queries::delete_keys(&tx, input.endpoint_id).await?;
    tx.record(AuditEvent::new(AuditAction::WebhookEndpointDeleted, actor).object(object));
    tx.commit().await?;
    Ok(input.endpoint_id)
}
