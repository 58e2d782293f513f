//! Reads the switches that stop scans.

use crate::AppError;
use crate::db::TenantTx;

/// Whether scans are stopped, for the platform or for this tenant.
pub(crate) async fn are_scans_stopped(tx: &TenantTx) -> Result<bool, AppError> {
    let sql = "SELECT 1 AS one FROM kill_switches WHERE name = 'scans' AND engaged_at IS NOT NULL \
               UNION ALL SELECT 1 FROM tenants WHERE id = $1 AND scans_stopped_at IS NOT NULL";
    Ok(!tx.query(sql, [tx.tenant_id().into()]).await?.is_empty())
}
