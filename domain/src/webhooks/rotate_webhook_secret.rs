//! Gives an endpoint a new key. The replaced one signs beside it for a while, so that a receiver can change over.

use chrono::TimeDelta;
use sea_orm::ActiveEnum;
use serde_json::json;
use uuid::Uuid;
use xorb_entities::ids::WebhookEndpointId;
use xorb_entities::webhooks::WebhookSignatureScheme;

use super::create_webhook_endpoint::replay;
use super::update_webhook_endpoint::lock;
use super::view::{self, WithSecret};
use super::{keys, queries};
use crate::audit::{AuditAction, AuditEvent};
use crate::db::TenantTx;
use crate::idempotency::{KeyClaim, claim_key};
use crate::identity::{Actor, Permission};
use crate::{AppError, Core, UserErrorCode};

/// More signatures on one message help nobody.
const MAX_LIVE_KEYS: usize = 4;

/// Whose key to replace.
#[derive(Clone, Debug)]
pub struct RotateWebhookSecret {
    /// The endpoint.
    pub endpoint_id: Uuid,
    /// The scheme of the new key; that of the newest one if it is not said.
    pub scheme: Option<WebhookSignatureScheme>,
    /// The replaced key signs nothing any more, because somebody else may have it.
    pub revoke_previous: bool,
    /// Makes a repeated call change nothing and show no secret again.
    pub idempotency_key: Option<String>,
}

/// Makes a new key and returns the endpoint with its secret, which is never shown again.
///
/// # Errors
/// User error `LIMIT_REACHED` after several rotations within one overlap; `IdempotencyConflict`, `NotFound`, `Forbidden`.
#[tracing::instrument(skip_all)]
pub async fn rotate_webhook_secret(
    core: &Core,
    actor: &Actor,
    input: RotateWebhookSecret,
) -> Result<WithSecret, AppError> {
    let object = WebhookEndpointId::from(input.endpoint_id);
    core.authorise(actor, Permission::WebhooksManage, Some(&object.to_string()))
        .await?;
    let tx = core.db.write(&actor.scope).await?;
    if let KeyClaim::Replay(id) = claim(&tx, actor, &input).await? {
        return replay(&tx, id).await;
    }
    let endpoint = lock(&tx, input.endpoint_id).await?;
    let live = queries::live_keys(&tx, &[endpoint.id]).await?;
    if live.len() >= MAX_LIVE_KEYS && !input.revoke_previous {
        let message =
            "several replaced keys still sign; wait until one has expired, or revoke them";
        return Err(AppError::user(
            UserErrorCode::LimitReached,
            "revokePrevious",
            message,
        ));
    }
    let overlap = TimeDelta::from_std(core.settings.webhooks.key_overlap).unwrap_or_default();
    let ends_at = if input.revoke_previous {
        tx.now()
    } else {
        tx.now() + overlap
    };
    queries::expire_keys(&tx, endpoint.id, ends_at).await?;
    let newest = live.first().map(|key| key.scheme);
    let scheme = input.scheme.or(newest);
    let scheme = scheme.unwrap_or(WebhookSignatureScheme::HmacSha256);
    let secret = keys::create_key(&tx, endpoint.id, scheme).await?;
    let endpoint = queries::update_endpoint(&tx, endpoint).await?;
    let endpoint = view::of_endpoint(&tx, endpoint).await?;
    tx.record(AuditEvent::new(AuditAction::WebhookSecretRotated, actor).object(object));
    tx.commit().await?;
    Ok(WithSecret { endpoint, secret })
}

async fn claim(
    tx: &TenantTx,
    actor: &Actor,
    input: &RotateWebhookSecret,
) -> Result<KeyClaim, AppError> {
    let content = json!({
        "endpoint": input.endpoint_id,
        "scheme": input.scheme.as_ref().map(ActiveEnum::to_value),
        "revoke": input.revoke_previous,
    });
    let key = input.idempotency_key.as_deref();
    claim_key(
        tx,
        actor,
        "rotate_webhook_secret",
        key,
        &content,
        input.endpoint_id,
    )
    .await
}
