//! `passkey_ceremonies`: challenges that wait for the answer of a passkey.

use chrono::{DateTime, Utc};
use sea_orm::{QueryResult, Value};
use uuid::Uuid;

use crate::AppError;
use crate::db::TenantTx;

pub(crate) struct Ceremony {
    pub(crate) id: Uuid,
    pub(crate) sealed_state: Vec<u8>,
    pub(crate) expires_at: DateTime<Utc>,
}

pub(crate) struct NewCeremony {
    pub(crate) id: Uuid,
    pub(crate) subject_id: Option<Uuid>,
    pub(crate) user_id: Option<Uuid>,
    pub(crate) key_hash: Vec<u8>,
    pub(crate) sealed_state: Vec<u8>,
    pub(crate) expires_at: DateTime<Utc>,
}

pub(crate) async fn insert_ceremony(tx: &TenantTx, ceremony: NewCeremony) -> Result<(), AppError> {
    let sql = "INSERT INTO passkey_ceremonies (tenant_id, id, subject_id, user_id, key_hash, sealed_state, expires_at, \
               created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let values: [Value; 8] = [
        tx.tenant_id().into(),
        ceremony.id.into(),
        ceremony.subject_id.into(),
        ceremony.user_id.into(),
        ceremony.key_hash.into(),
        ceremony.sealed_state.into(),
        ceremony.expires_at.into(),
        tx.now().into(),
    ];
    tx.execute(sql, values).await?;
    Ok(())
}

/// The ceremony with this key, over or not.
pub(crate) async fn find_ceremony(
    tx: &TenantTx,
    key_hash: &[u8],
) -> Result<Option<Ceremony>, AppError> {
    let sql = "SELECT id, sealed_state, expires_at FROM passkey_ceremonies WHERE tenant_id = $1 AND key_hash = $2";
    let values: [Value; 2] = [tx.tenant_id().into(), key_hash.to_vec().into()];
    let ceremony = |row: &QueryResult| {
        Ok(Ceremony {
            id: row.try_get("", "id")?,
            sealed_state: row.try_get("", "sealed_state")?,
            expires_at: row.try_get("", "expires_at")?,
        })
    };
    let rows = tx.query(sql, values).await?;
    rows.first().map(ceremony).transpose()
}

/// All that wait for a user.
pub(crate) async fn delete_ceremonies_of_user(
    tx: &TenantTx,
    user_id: Uuid,
) -> Result<(), AppError> {
    let sql = "DELETE FROM passkey_ceremonies WHERE tenant_id = $1 AND user_id = $2";
    tx.execute(sql, [tx.tenant_id().into(), user_id.into()])
        .await?;
    Ok(())
}

/// False if there is none, or not any more.
pub(crate) async fn delete_ceremony(tx: &TenantTx, key_hash: &[u8]) -> Result<bool, AppError> {
    let sql = "DELETE FROM passkey_ceremonies WHERE tenant_id = $1 AND key_hash = $2";
    let values: [Value; 2] = [tx.tenant_id().into(), key_hash.to_vec().into()];
    Ok(tx.execute(sql, values).await? == 1)
}
