//! Closes a tenant that loses its only person: nobody is left who could use it, and nothing must go on in its name.

use super::fence::tenant;
use crate::AppError;
use crate::db::TenantTx;

/// Nobody logs in any more, no scan is claimed. The rows stay until the tenant itself is deleted.
///
/// # Errors
/// As the database says.
pub(super) async fn close_tenant(tx: &TenantTx) -> Result<(), AppError> {
    let sql = format!(
        "UPDATE tenants SET status = 'offboarding', scans_stopped_at = COALESCE(scans_stopped_at, {}), \
         version = version + 1 WHERE id = $1 AND status = 'active'",
        tx.dialect().now(tx.now())
    );
    tx.execute(sql, tenant(tx)).await?;
    Ok(())
}
