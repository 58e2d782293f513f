//! `mfa_challenges`: log-ins that wait for a second factor.

use chrono::{DateTime, Utc};
use sea_orm::{ActiveEnum, QueryResult, Value};
use uuid::Uuid;
use xorb_entities::identity::SessionDelivery;

use crate::AppError;
use crate::db::TenantTx;

pub(crate) struct MfaChallengeRow {
    pub(crate) id: Uuid,
    pub(crate) user_id: Uuid,
    pub(crate) delivery: SessionDelivery,
    pub(crate) attempts: i32,
    pub(crate) authz_epoch: i32,
    pub(crate) expires_at: DateTime<Utc>,
    pub(crate) is_completed: bool,
}

pub(crate) struct NewMfaChallenge {
    pub(crate) id: Uuid,
    pub(crate) subject_id: Uuid,
    pub(crate) user_id: Uuid,
    pub(crate) token_hash: Vec<u8>,
    pub(crate) delivery: SessionDelivery,
    pub(crate) authz_epoch: i32,
    pub(crate) expires_at: DateTime<Utc>,
}

pub(crate) async fn insert_mfa_challenge(
    tx: &TenantTx,
    challenge: NewMfaChallenge,
) -> Result<(), AppError> {
    let sql = "INSERT INTO mfa_challenges (tenant_id, id, subject_id, user_id, token_hash, delivery, attempts, \
               authz_epoch, expires_at, created_at) VALUES ($1, $2, $3, $4, $5, $6, 0, $7, $8, $9)";
    let values: [Value; 9] = [
        tx.tenant_id().into(),
        challenge.id.into(),
        challenge.subject_id.into(),
        challenge.user_id.into(),
        challenge.token_hash.into(),
        challenge.delivery.to_value().into(),
        challenge.authz_epoch.into(),
        challenge.expires_at.into(),
        tx.now().into(),
    ];
    tx.execute(sql, values).await?;
    Ok(())
}

/// The challenge with this token, whatever its state.
pub(crate) async fn find_mfa_challenge(
    tx: &TenantTx,
    token_hash: Vec<u8>,
) -> Result<Option<MfaChallengeRow>, AppError> {
    select(tx, token_hash, "").await
}

/// The same, locked: tries happen one after the other.
pub(crate) async fn lock_mfa_challenge(
    tx: &TenantTx,
    token_hash: Vec<u8>,
) -> Result<Option<MfaChallengeRow>, AppError> {
    select(tx, token_hash, tx.dialect().for_update()).await
}

async fn select(
    tx: &TenantTx,
    token_hash: Vec<u8>,
    lock: &str,
) -> Result<Option<MfaChallengeRow>, AppError> {
    let sql = format!(
        "SELECT id, user_id, delivery, attempts, authz_epoch, expires_at, completed_at FROM mfa_challenges \
         WHERE tenant_id = $1 AND token_hash = $2{lock}"
    );
    let rows = tx
        .query(sql, [tx.tenant_id().into(), token_hash.into()])
        .await?;
    rows.first().map(read).transpose()
}

fn read(row: &QueryResult) -> Result<MfaChallengeRow, AppError> {
    let delivery: String = row.try_get("", "delivery")?;
    let completed_at: Option<DateTime<Utc>> = row.try_get("", "completed_at")?;
    Ok(MfaChallengeRow {
        id: row.try_get("", "id")?,
        user_id: row.try_get("", "user_id")?,
        delivery: SessionDelivery::try_from_value(&delivery)?,
        attempts: row.try_get("", "attempts")?,
        authz_epoch: row.try_get("", "authz_epoch")?,
        expires_at: row.try_get("", "expires_at")?,
        is_completed: completed_at.is_some(),
    })
}

/// One more was wrong.
pub(crate) async fn add_attempt(tx: &TenantTx, id: Uuid) -> Result<(), AppError> {
    let sql = "UPDATE mfa_challenges SET attempts = attempts + 1 WHERE tenant_id = $1 AND id = $2";
    tx.execute(sql, [tx.tenant_id().into(), id.into()]).await?;
    Ok(())
}

/// It was answered.
pub(crate) async fn set_completed(tx: &TenantTx, id: Uuid) -> Result<(), AppError> {
    let sql = "UPDATE mfa_challenges SET completed_at = $3 WHERE tenant_id = $1 AND id = $2";
    tx.execute(sql, [tx.tenant_id().into(), id.into(), tx.now().into()])
        .await?;
    Ok(())
}
