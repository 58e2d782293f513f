//! What a tenant's plan says of its jobs.

use crate::AppError;
use crate::db::TenantTx;

/// How many scans of the tenant may run at once, if its plan says so.
pub(crate) async fn running_scans(tx: &TenantTx) -> Result<Option<i64>, AppError> {
    let sql = "SELECT running_scans FROM tenants WHERE id = $1";
    let rows = tx.query(sql, [tx.tenant_id().into()]).await?;
    let Some(row) = rows.first() else {
        return Ok(None);
    };
    let limit: Option<i32> = row.try_get("", "running_scans")?;
    Ok(limit.map(i64::from))
}
