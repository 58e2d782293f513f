//! How often the trail says something: for what is told from one trail to another.

use chrono::{DateTime, Utc};
use sea_orm::Value;

use super::AuditAction;
use crate::AppError;
use crate::db::TenantTx;

/// How often this was done to this object since then.
pub(crate) async fn count_recorded(
    tx: &TenantTx,
    action: AuditAction,
    object: &str,
    since: DateTime<Utc>,
) -> Result<usize, AppError> {
    let sql = "SELECT count(*) AS total FROM audit_events \
               WHERE tenant_id = $1 AND at >= $2 AND action = $3 AND object = $4 AND outcome = 'success'";
    let values: [Value; 4] = [
        tx.tenant_id().into(),
        since.into(),
        action.as_str().into(),
        object.into(),
    ];
    let rows = tx.query(sql, values).await?;
    let total: i64 = rows.first().map_or(Ok(0), |row| row.try_get("", "total"))?;
    Ok(usize::try_from(total).unwrap_or_default())
}
