//! Reads and writes the keys of endpoints.
#![expect(clippy::disallowed_methods, reason = "a query module")]

use std::cmp::Reverse;

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, EntityTrait, IntoActiveModel, QueryFilter,
};
use uuid::Uuid;
use xorb_entities::webhooks::webhook_key;

use crate::AppError;
use crate::db::TenantTx;

/// Adds a key.
pub(in crate::webhooks) async fn insert_key(
    tx: &TenantTx,
    key: webhook_key::Model,
) -> Result<(), AppError> {
    key.into_active_model()
        .reset_all()
        .insert(tx.conn())
        .await?;
    Ok(())
}

/// The keys of these endpoints that sign now, newest first.
pub(in crate::webhooks) async fn live_keys(
    tx: &TenantTx,
    endpoint_ids: &[Uuid],
) -> Result<Vec<webhook_key::Model>, AppError> {
    let is_live = Condition::any()
        .add(webhook_key::Column::ExpiresAt.is_null())
        .add(webhook_key::Column::ExpiresAt.gt(tx.now()));
    let select = webhook_key::Entity::find()
        .filter(webhook_key::Column::TenantId.eq(tx.tenant_id()))
        .filter(webhook_key::Column::EndpointId.is_in(endpoint_ids.iter().copied()))
        .filter(is_live);
    let mut keys = select.all(tx.conn()).await?;
    // The newest has no end, and the others end in the order in which they were replaced.
    keys.sort_by_key(|key| Reverse(key.expires_at.unwrap_or(DateTime::<Utc>::MAX_UTC)));
    Ok(keys)
}

/// Lets the keys of an endpoint end at `at`, unless they end earlier.
pub(in crate::webhooks) async fn expire_keys(
    tx: &TenantTx,
    endpoint_id: Uuid,
    at: DateTime<Utc>,
) -> Result<(), AppError> {
    let sql = "UPDATE webhook_keys SET expires_at = $3 \
               WHERE tenant_id = $1 AND endpoint_id = $2 AND (expires_at IS NULL OR expires_at > $3)";
    tx.execute(sql, [tx.tenant_id().into(), endpoint_id.into(), at.into()])
        .await?;
    Ok(())
}

/// Forgets the keys of an endpoint.
pub(in crate::webhooks) async fn delete_keys(
    tx: &TenantTx,
    endpoint_id: Uuid,
) -> Result<(), AppError> {
    let sql = "DELETE FROM webhook_keys WHERE tenant_id = $1 AND endpoint_id = $2";
    tx.execute(sql, [tx.tenant_id().into(), endpoint_id.into()])
        .await?;
    Ok(())
}
