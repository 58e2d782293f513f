//! `passkeys`: found by the id that the authenticator gave them.

use chrono::{DateTime, Utc};
use sea_orm::{QueryResult, Value};
use uuid::Uuid;

use crate::AppError;
use crate::crypto::Place;
use crate::db::TenantTx;

/// Where public key and counter lie.
pub(crate) const PLACE: Place = Place {
    table: "passkeys",
    column: "sealed_credential",
};

/// A passkey as its owner sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passkey {
    pub id: Uuid,
    pub name: String,
    pub created_at: DateTime<Utc>,
    pub last_used_at: Option<DateTime<Utc>>,
}

/// A passkey with what its answers are checked by.
pub(crate) struct StoredPasskey {
    pub(crate) id: Uuid,
    pub(crate) subject_id: Uuid,
    pub(crate) user_id: Uuid,
    pub(crate) credential_id: Vec<u8>,
    pub(crate) sealed_credential: Vec<u8>,
}

pub(crate) struct NewPasskey<'a> {
    pub(crate) id: Uuid,
    pub(crate) subject_id: Uuid,
    pub(crate) user_id: Uuid,
    pub(crate) credential_id: Vec<u8>,
    pub(crate) sealed_credential: Vec<u8>,
    pub(crate) name: &'a str,
}

pub(crate) async fn insert_passkey(tx: &TenantTx, passkey: NewPasskey<'_>) -> Result<(), AppError> {
    let sql = "INSERT INTO passkeys (tenant_id, id, subject_id, user_id, credential_id, sealed_credential, name, \
               created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let values: [Value; 8] = [
        tx.tenant_id().into(),
        passkey.id.into(),
        passkey.subject_id.into(),
        passkey.user_id.into(),
        passkey.credential_id.into(),
        passkey.sealed_credential.into(),
        passkey.name.into(),
        tx.now().into(),
    ];
    tx.execute(sql, values).await?;
    Ok(())
}

const STORED: &str = "SELECT id, subject_id, user_id, credential_id, sealed_credential FROM passkeys WHERE tenant_id = $1";

fn stored(row: &QueryResult) -> Result<StoredPasskey, AppError> {
    Ok(StoredPasskey {
        id: row.try_get("", "id")?,
        subject_id: row.try_get("", "subject_id")?,
        user_id: row.try_get("", "user_id")?,
        credential_id: row.try_get("", "credential_id")?,
        sealed_credential: row.try_get("", "sealed_credential")?,
    })
}

/// The passkey with this id of its authenticator, locked: its counter goes up one answer after the other.
pub(crate) async fn lock_passkey(
    tx: &TenantTx,
    credential_id: &[u8],
) -> Result<Option<StoredPasskey>, AppError> {
    let lock = tx.dialect().for_update();
    let sql = format!("{STORED} AND credential_id = $2{lock}");
    let values: [Value; 2] = [tx.tenant_id().into(), credential_id.to_vec().into()];
    let rows = tx.query(sql, values).await?;
    rows.first().map(stored).transpose()
}

/// All of a user.
pub(crate) async fn list_passkeys(
    tx: &TenantTx,
    user_id: Uuid,
) -> Result<Vec<StoredPasskey>, AppError> {
    let sql = format!("{STORED} AND user_id = $2 ORDER BY created_at DESC, id DESC");
    let rows = tx
        .query(sql, [tx.tenant_id().into(), user_id.into()])
        .await?;
    rows.iter().map(stored).collect()
}

const SHOWN: &str =
    "SELECT id, name, created_at, last_used_at FROM passkeys WHERE tenant_id = $1 AND user_id = $2";

fn shown(row: &QueryResult) -> Result<Passkey, AppError> {
    Ok(Passkey {
        id: row.try_get("", "id")?,
        name: row.try_get("", "name")?,
        created_at: row.try_get("", "created_at")?,
        last_used_at: row.try_get("", "last_used_at")?,
    })
}

/// The same as their owner sees them.
pub(crate) async fn find_passkeys(tx: &TenantTx, user_id: Uuid) -> Result<Vec<Passkey>, AppError> {
    let sql = format!("{SHOWN} ORDER BY created_at DESC, id DESC");
    let rows = tx
        .query(sql, [tx.tenant_id().into(), user_id.into()])
        .await?;
    rows.iter().map(shown).collect()
}

/// One of them.
pub(crate) async fn find_passkey(
    tx: &TenantTx,
    user_id: Uuid,
    id: Uuid,
) -> Result<Passkey, AppError> {
    let values: [Value; 3] = [tx.tenant_id().into(), user_id.into(), id.into()];
    let rows = tx.query(format!("{SHOWN} AND id = $3"), values).await?;
    rows.first()
        .map_or(Err(AppError::NotFound("passkey")), shown)
}

/// It was used; counter and flags are those of the answer.
pub(crate) async fn note_use(
    tx: &TenantTx,
    id: Uuid,
    sealed_credential: Vec<u8>,
) -> Result<(), AppError> {
    let sql = "UPDATE passkeys SET sealed_credential = $3, last_used_at = $4 WHERE tenant_id = $1 AND id = $2";
    let values: [Value; 4] = [
        tx.tenant_id().into(),
        id.into(),
        sealed_credential.into(),
        tx.now().into(),
    ];
    tx.execute(sql, values).await?;
    Ok(())
}

/// False if the user has no such passkey.
pub(crate) async fn delete_passkey(
    tx: &TenantTx,
    user_id: Uuid,
    id: Uuid,
) -> Result<bool, AppError> {
    let sql = "DELETE FROM passkeys WHERE tenant_id = $1 AND user_id = $2 AND id = $3";
    let values: [Value; 3] = [tx.tenant_id().into(), user_id.into(), id.into()];
    Ok(tx.execute(sql, values).await? == 1)
}

/// How many a user has.
pub(crate) async fn count_passkeys(tx: &TenantTx, user_id: Uuid) -> Result<u64, AppError> {
    let sql = "SELECT count(*) AS total FROM passkeys WHERE tenant_id = $1 AND user_id = $2";
    let rows = tx
        .query(sql, [tx.tenant_id().into(), user_id.into()])
        .await?;
    let total: i64 = rows.first().map_or(Ok(0), |row| row.try_get("", "total"))?;
    Ok(u64::try_from(total).unwrap_or_default())
}

/// How many active owners have one.
pub(crate) async fn count_owners_with_passkey(tx: &TenantTx) -> Result<u64, AppError> {
    let sql = "SELECT count(*) AS total FROM users u WHERE u.tenant_id = $1 AND u.status = 'active' \
               AND EXISTS (SELECT 1 FROM user_roles r WHERE r.tenant_id = u.tenant_id AND r.user_id = u.id \
               AND r.role = 'owner') \
               AND EXISTS (SELECT 1 FROM passkeys k WHERE k.tenant_id = u.tenant_id AND k.user_id = u.id)";
    let rows = tx.query(sql, [tx.tenant_id().into()]).await?;
    let total: i64 = rows.first().map_or(Ok(0), |row| row.try_get("", "total"))?;
    Ok(u64::try_from(total).unwrap_or_default())
}

/// All of a user.
pub(crate) async fn delete_passkeys_of_user(tx: &TenantTx, user_id: Uuid) -> Result<(), AppError> {
    let sql = "DELETE FROM passkeys WHERE tenant_id = $1 AND user_id = $2";
    tx.execute(sql, [tx.tenant_id().into(), user_id.into()])
        .await?;
    Ok(())
}
