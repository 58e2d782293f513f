//! `known_devices`: marks by which a person's devices are known again.

use chrono::{DateTime, Utc};
use sea_orm::{QueryResult, Value};
use uuid::Uuid;

use crate::AppError;
use crate::db::TenantTx;

/// The device with this mark, unless it was forgotten: its id.
pub(crate) async fn find_known_device(
    tx: &TenantTx,
    user_id: Uuid,
    mark_hash: &[u8],
) -> Result<Option<Uuid>, AppError> {
    let sql = "SELECT id FROM known_devices WHERE tenant_id = $1 AND user_id = $2 AND mark_hash = $3 AND expires_at > $4";
    let values: [Value; 4] = [
        tx.tenant_id().into(),
        user_id.into(),
        mark_hash.to_vec().into(),
        tx.now().into(),
    ];
    let rows = tx.query(sql, values).await?;
    rows.first()
        .map(|row: &QueryResult| Ok(row.try_get("", "id")?))
        .transpose()
}

/// Whether the person has logged in from anywhere before.
pub(crate) async fn has_known_devices(tx: &TenantTx, user_id: Uuid) -> Result<bool, AppError> {
    let sql = "SELECT 1 AS one FROM known_devices WHERE tenant_id = $1 AND user_id = $2 LIMIT 1";
    let rows = tx
        .query(sql, [tx.tenant_id().into(), user_id.into()])
        .await?;
    Ok(!rows.is_empty())
}

pub(crate) struct DeviceMark {
    pub(crate) subject_id: Uuid,
    pub(crate) user_id: Uuid,
    pub(crate) mark_hash: Vec<u8>,
    pub(crate) expires_at: DateTime<Utc>,
}

/// The device is known from now on, or was seen again.
pub(crate) async fn save_known_device(tx: &TenantTx, mark: DeviceMark) -> Result<(), AppError> {
    let sql = "INSERT INTO known_devices (tenant_id, id, subject_id, user_id, mark_hash, last_seen_at, expires_at, \
               created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $6) \
               ON CONFLICT (tenant_id, user_id, mark_hash) DO UPDATE SET last_seen_at = $6, expires_at = $7";
    let values: [Value; 7] = [
        tx.tenant_id().into(),
        tx.new_id().into(),
        mark.subject_id.into(),
        mark.user_id.into(),
        mark.mark_hash.into(),
        tx.now().into(),
        mark.expires_at.into(),
    ];
    tx.execute(sql, values).await?;
    Ok(())
}
