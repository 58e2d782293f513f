//! `api_keys`: which end soon, and whose owners were reminded of it.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::Value;
use uuid::Uuid;

use crate::AppError;
use crate::db::TenantTx;

/// A key whose owner is to be reminded.
pub(crate) struct EndingKey {
    pub(crate) id: Uuid,
    pub(crate) user_id: Uuid,
    pub(crate) expires_at: DateTime<Utc>,
}

/// Those that end within so many days and had no such reminder, nor a later one: active owners', but for people who are
/// being erased.
const DUE: &str = "tenant_id = $1 AND revoked_at IS NULL AND expires_at > $2 AND expires_at <= $3 \
    AND (reminded_days IS NULL OR reminded_days > $4) \
    AND user_id IN (SELECT u.id FROM users u JOIN data_subjects s ON s.tenant_id = u.tenant_id AND s.id = u.subject_id \
        WHERE u.tenant_id = $1 AND u.status = 'active' AND s.state = 'active')";

fn window(tx: &TenantTx, days: i32) -> [Value; 4] {
    let end = tx.now() + TimeDelta::days(days.into());
    [
        tx.tenant_id().into(),
        tx.now().into(),
        end.into(),
        days.into(),
    ]
}

/// Whether there is any.
pub(crate) async fn has_ending_keys(tx: &TenantTx, days: i32) -> Result<bool, AppError> {
    let sql = format!("SELECT 1 AS one FROM api_keys WHERE {DUE} LIMIT 1");
    Ok(!tx.query(sql, window(tx, days)).await?.is_empty())
}

/// Takes them: no other call gets the same.
pub(crate) async fn take_ending_keys(tx: &TenantTx, days: i32) -> Result<Vec<EndingKey>, AppError> {
    let sql = format!(
        "UPDATE api_keys SET reminded_days = $4 WHERE {DUE} RETURNING id, user_id, expires_at"
    );
    let rows = tx.query(sql, window(tx, days)).await?;
    rows.iter()
        .map(|row| {
            Ok(EndingKey {
                id: row.try_get("", "id")?,
                user_id: row.try_get("", "user_id")?,
                expires_at: row.try_get("", "expires_at")?,
            })
        })
        .collect()
}
