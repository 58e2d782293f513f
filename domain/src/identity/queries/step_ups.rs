//! `sessions`: when their users last proved who they are.

use chrono::{DateTime, Utc};
use sea_orm::Value;
use uuid::Uuid;

use crate::AppError;
use crate::db::TenantTx;
use crate::identity::step_up::VALID_FOR;

/// The latest of log-in and step-up. A log-in through a provider is no proof made here: how old it is, `set_proven_at` has
/// noted, and the epoch stands for one of which the provider did not say.
pub(crate) async fn find_proven_at(
    tx: &TenantTx,
    session_id: Uuid,
) -> Result<Option<DateTime<Utc>>, AppError> {
    let sql = "SELECT auth_time, methods, step_up_at FROM sessions \
               WHERE tenant_id = $1 AND id = $2 AND revoked_at IS NULL";
    let rows = tx
        .query(sql, [tx.tenant_id().into(), session_id.into()])
        .await?;
    let Some(row) = rows.first() else {
        return Ok(None);
    };
    let methods: String = row.try_get("", "methods")?;
    let logged_in_at = if methods.split(' ').any(|method| method == "fed") {
        DateTime::UNIX_EPOCH
    } else {
        row.try_get("", "auth_time")?
    };
    let step_up_at: Option<DateTime<Utc>> = row.try_get("", "step_up_at")?;
    Ok(Some(
        step_up_at.map_or(logged_in_at, |at| at.max(logged_in_at)),
    ))
}

/// Notes when the person proved who they are elsewhere, in a session that has just been opened.
pub(crate) async fn set_proven_at(
    tx: &TenantTx,
    session_id: Uuid,
    proven_at: DateTime<Utc>,
) -> Result<(), AppError> {
    let sql = "UPDATE sessions SET step_up_at = $3 WHERE tenant_id = $1 AND id = $2";
    let values: [Value; 3] = [tx.tenant_id().into(), session_id.into(), proven_at.into()];
    tx.execute(sql, values).await?;
    Ok(())
}

/// Notes the proof. A cookie session gets the new cookie; whether it is one, or `None` if the session has ended.
pub(crate) async fn set_step_up(
    tx: &TenantTx,
    session_id: Uuid,
    proven_at: DateTime<Utc>,
    cookie_hash: Vec<u8>,
) -> Result<Option<bool>, AppError> {
    let sql = "UPDATE sessions SET step_up_at = $3, \
               cookie_hash = CASE WHEN cookie_hash IS NULL THEN NULL ELSE $4 END \
               WHERE tenant_id = $1 AND id = $2 AND revoked_at IS NULL \
               RETURNING cookie_hash IS NOT NULL AS has_cookie";
    let values: [Value; 4] = [
        tx.tenant_id().into(),
        session_id.into(),
        proven_at.into(),
        cookie_hash.into(),
    ];
    let rows = tx.query(sql, values).await?;
    rows.first()
        .map(|row| Ok(row.try_get("", "has_cookie")?))
        .transpose()
}

/// Whether this session has just come from a provider that does not say when its person was proven, and whose account has no
/// password either.
pub(crate) async fn has_nothing_to_prove_with(
    tx: &TenantTx,
    session_id: Uuid,
) -> Result<bool, AppError> {
    let sql = "SELECT 1 AS one FROM sessions s JOIN users u ON u.tenant_id = s.tenant_id AND u.id = s.user_id \
               WHERE s.tenant_id = $1 AND s.id = $2 AND s.methods = 'fed' AND s.step_up_at IS NULL \
               AND s.auth_time >= $3 AND u.password_hash IS NULL";
    let values: [Value; 3] = [
        tx.tenant_id().into(),
        session_id.into(),
        (tx.now() - VALID_FOR).into(),
    ];
    Ok(!tx.query(sql, values).await?.is_empty())
}
