//! `totp_factors`: at most one of each user.

use chrono::{DateTime, Utc};
use sea_orm::{QueryResult, Value};
use uuid::Uuid;

use crate::AppError;
use crate::crypto::Place;
use crate::db::TenantTx;

/// Whether the user `u` of a query has a second factor.
pub(crate) const HAS_FACTOR: &str = "(EXISTS (SELECT 1 FROM totp_factors f WHERE f.tenant_id = u.tenant_id \
    AND f.user_id = u.id AND f.confirmed_at IS NOT NULL) \
    OR EXISTS (SELECT 1 FROM passkeys w WHERE w.tenant_id = u.tenant_id AND w.user_id = u.id))";

/// Where the secret lies.
pub(crate) const PLACE: Place = Place {
    table: "totp_factors",
    column: "sealed_secret",
};

/// An authenticator app, confirmed or not.
pub(crate) struct TotpFactor {
    pub(crate) id: Uuid,
    pub(crate) sealed_secret: Vec<u8>,
    pub(crate) confirmed_at: Option<DateTime<Utc>>,
}

pub(crate) struct NewTotpFactor {
    pub(crate) id: Uuid,
    pub(crate) subject_id: Uuid,
    pub(crate) user_id: Uuid,
    pub(crate) sealed_secret: Vec<u8>,
}

pub(crate) async fn find_totp_factor(
    tx: &TenantTx,
    user_id: Uuid,
) -> Result<Option<TotpFactor>, AppError> {
    let sql = "SELECT id, sealed_secret, confirmed_at FROM totp_factors WHERE tenant_id = $1 AND user_id = $2";
    let rows = tx
        .query(sql, [tx.tenant_id().into(), user_id.into()])
        .await?;
    let factor = |row: &QueryResult| {
        Ok(TotpFactor {
            id: row.try_get("", "id")?,
            sealed_secret: row.try_get("", "sealed_secret")?,
            confirmed_at: row.try_get("", "confirmed_at")?,
        })
    };
    rows.first().map(factor).transpose()
}

pub(crate) async fn insert_totp_factor(
    tx: &TenantTx,
    factor: NewTotpFactor,
) -> Result<(), AppError> {
    let sql = "INSERT INTO totp_factors (tenant_id, id, subject_id, user_id, sealed_secret, last_step, created_at) \
               VALUES ($1, $2, $3, $4, $5, 0, $6)";
    let values: [Value; 6] = [
        tx.tenant_id().into(),
        factor.id.into(),
        factor.subject_id.into(),
        factor.user_id.into(),
        factor.sealed_secret.into(),
        tx.now().into(),
    ];
    tx.execute(sql, values).await?;
    Ok(())
}

/// The first code was right; its step is used.
pub(crate) async fn confirm(tx: &TenantTx, id: Uuid, step: i64) -> Result<bool, AppError> {
    let sql = "UPDATE totp_factors SET confirmed_at = $3, last_step = $4 \
               WHERE tenant_id = $1 AND id = $2 AND confirmed_at IS NULL";
    let values: [Value; 4] = [
        tx.tenant_id().into(),
        id.into(),
        tx.now().into(),
        step.into(),
    ];
    Ok(tx.execute(sql, values).await? == 1)
}

/// Uses the step. False if it, or a later one, was used already.
pub(crate) async fn spend_step(tx: &TenantTx, id: Uuid, step: i64) -> Result<bool, AppError> {
    let sql = "UPDATE totp_factors SET last_step = $3 WHERE tenant_id = $1 AND id = $2 AND last_step < $3";
    let values: [Value; 3] = [tx.tenant_id().into(), id.into(), step.into()];
    Ok(tx.execute(sql, values).await? == 1)
}

/// False if there was none.
pub(crate) async fn delete_totp_factor(tx: &TenantTx, user_id: Uuid) -> Result<bool, AppError> {
    let sql = "DELETE FROM totp_factors WHERE tenant_id = $1 AND user_id = $2";
    let deleted = tx
        .execute(sql, [tx.tenant_id().into(), user_id.into()])
        .await?;
    Ok(deleted > 0)
}
