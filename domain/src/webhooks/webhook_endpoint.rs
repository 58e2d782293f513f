//! Reads one endpoint, or those that deliveries name.

use std::collections::HashMap;

use uuid::Uuid;
use xorb_entities::ids::WebhookEndpointId;

use super::queries;
use super::view::{self, WebhookEndpointView};
use crate::AppError;
use crate::db::ReadSession;
use crate::identity::Permission;

/// One endpoint.
///
/// # Errors
/// `NotFound` if there is none in this tenant, or it was deleted; `Forbidden`.
#[tracing::instrument(skip_all)]
pub async fn webhook_endpoint(
    reads: &ReadSession,
    id: Uuid,
) -> Result<WebhookEndpointView, AppError> {
    let object = WebhookEndpointId::from(id).to_string();
    reads
        .authorise(Permission::WebhooksRead, Some(&object))
        .await?;
    let tx = reads.tx().await?;
    let endpoint = queries::find_endpoint(&tx, id)
        .await?
        .ok_or(AppError::NotFound("webhook endpoint"))?;
    view::of_endpoint(&tx, endpoint).await
}

/// The endpoints that deliveries name. Whoever sees those sees these.
///
/// # Errors
/// As the database says.
pub async fn load_webhook_endpoints(
    reads: &ReadSession,
    ids: &[Uuid],
) -> Result<HashMap<Uuid, WebhookEndpointView>, AppError> {
    let tx = reads.tx().await?;
    let endpoints = queries::find_endpoints(&tx, ids).await?;
    let views = view::of_endpoints(&tx, endpoints).await?;
    Ok(views.into_iter().map(|view| (view.id, view)).collect())
}
