//! `password_resets`: only the hash of the token is stored.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::Value;
use uuid::Uuid;

use crate::AppError;
use crate::db::TenantTx;

/// A reset that can be used: not used, not expired, of an active person in an active tenant.
pub(crate) struct OpenReset {
    pub(crate) user_id: Uuid,
}

/// Whether this is an active person who has a password and is not being erased.
pub(crate) async fn has_password_to_reset(tx: &TenantTx, user_id: Uuid) -> Result<bool, AppError> {
    let sql = "SELECT u.id FROM users u JOIN tenants t ON t.id = u.tenant_id \
               JOIN data_subjects s ON s.tenant_id = u.tenant_id AND s.id = u.subject_id \
               WHERE u.tenant_id = $1 AND u.id = $2 AND u.status = 'active' AND u.kind = 'person' \
               AND u.password_hash IS NOT NULL AND t.status = 'active' AND s.state = 'active'";
    let rows = tx
        .query(sql, [tx.tenant_id().into(), user_id.into()])
        .await?;
    Ok(!rows.is_empty())
}

/// How many resets the user was sent within this time.
pub(crate) async fn count_resets_within(
    tx: &TenantTx,
    user_id: Uuid,
    time: TimeDelta,
) -> Result<i64, AppError> {
    let sql = "SELECT count(*) AS total FROM password_resets WHERE tenant_id = $1 AND user_id = $2 AND created_at > $3";
    let values: [Value; 3] = [
        tx.tenant_id().into(),
        user_id.into(),
        (tx.now() - time).into(),
    ];
    let rows = tx.query(sql, values).await?;
    rows.first()
        .map_or(Ok(0), |row| Ok(row.try_get("", "total")?))
}

pub(crate) async fn insert_reset(
    tx: &TenantTx,
    user_id: Uuid,
    subject_id: Uuid,
    token_hash: Vec<u8>,
    expires_at: DateTime<Utc>,
) -> Result<(), AppError> {
    let sql = "INSERT INTO password_resets (tenant_id, id, subject_id, user_id, token_hash, created_at, expires_at) \
               VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let values: [Value; 7] = [
        tx.tenant_id().into(),
        tx.new_id().into(),
        subject_id.into(),
        user_id.into(),
        token_hash.into(),
        tx.now().into(),
        expires_at.into(),
    ];
    tx.execute(sql, values).await?;
    Ok(())
}

/// The reset with this token, if it can be used.
pub(crate) async fn find_open_reset(
    tx: &TenantTx,
    token_hash: Vec<u8>,
) -> Result<Option<OpenReset>, AppError> {
    let sql = "SELECT r.user_id FROM password_resets r \
               WHERE r.tenant_id = $1 AND r.token_hash = $2 AND r.used_at IS NULL AND r.expires_at > $3";
    let values: [Value; 3] = [tx.tenant_id().into(), token_hash.into(), tx.now().into()];
    let rows = tx.query(sql, values).await?;
    let Some(row) = rows.first() else {
        return Ok(None);
    };
    let user_id = row.try_get("", "user_id")?;
    let is_open = has_password_to_reset(tx, user_id).await?;
    Ok(is_open.then_some(OpenReset { user_id }))
}

/// Uses up this reset and every other one of its user. False if somebody was quicker.
pub(crate) async fn use_resets(
    tx: &TenantTx,
    user_id: Uuid,
    token_hash: Vec<u8>,
) -> Result<bool, AppError> {
    let sql = "UPDATE password_resets SET used_at = $3 WHERE tenant_id = $1 AND token_hash = $2 AND used_at IS NULL";
    let values: [Value; 3] = [tx.tenant_id().into(), token_hash.into(), tx.now().into()];
    if tx.execute(sql, values).await? == 0 {
        return Ok(false);
    }
    let sql = "UPDATE password_resets SET used_at = $3 WHERE tenant_id = $1 AND user_id = $2 AND used_at IS NULL";
    let values: [Value; 3] = [tx.tenant_id().into(), user_id.into(), tx.now().into()];
    tx.execute(sql, values).await?;
    Ok(true)
}
