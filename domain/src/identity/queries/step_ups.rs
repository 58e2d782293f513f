//! `sessions`: when their users last proved who they are.

use chrono::{DateTime, Utc};
use sea_orm::Value;
use uuid::Uuid;

use crate::AppError;
use crate::db::TenantTx;

/// The latest of log-in and step-up.
pub(crate) async fn find_proven_at(
    tx: &TenantTx,
    session_id: Uuid,
) -> Result<Option<DateTime<Utc>>, AppError> {
    let sql = "SELECT auth_time, step_up_at FROM sessions \
               WHERE tenant_id = $1 AND id = $2 AND revoked_at IS NULL";
    let rows = tx
        .query(sql, [tx.tenant_id().into(), session_id.into()])
        .await?;
    let Some(row) = rows.first() else {
        return Ok(None);
    };
    let auth_time: DateTime<Utc> = row.try_get("", "auth_time")?;
    let step_up_at: Option<DateTime<Utc>> = row.try_get("", "step_up_at")?;
    Ok(Some(step_up_at.map_or(auth_time, |at| at.max(auth_time))))
}

/// Notes the proof. A cookie session gets the new cookie; whether it is one, or `None` if the session has ended.
pub(crate) async fn set_step_up(
    tx: &TenantTx,
    session_id: Uuid,
    cookie_hash: Vec<u8>,
) -> Result<Option<bool>, AppError> {
    let sql = "UPDATE sessions SET step_up_at = $3, \
               cookie_hash = CASE WHEN cookie_hash IS NULL THEN NULL ELSE $4 END \
               WHERE tenant_id = $1 AND id = $2 AND revoked_at IS NULL \
               RETURNING cookie_hash IS NOT NULL AS has_cookie";
    let values: [Value; 4] = [
        tx.tenant_id().into(),
        session_id.into(),
        tx.now().into(),
        cookie_hash.into(),
    ];
    let rows = tx.query(sql, values).await?;
    rows.first()
        .map(|row| Ok(row.try_get("", "has_cookie")?))
        .transpose()
}
