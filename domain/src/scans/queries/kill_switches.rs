//! The switches that stop scans: one of the platform, and one of each tenant in its own row. Claims and heartbeats read
//! both.

use chrono::{DateTime, Utc};

use crate::AppError;
use crate::db::TenantTx;

/// Whose switch is pulled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum KillSwitch {
    Platform,
    Tenant,
}

/// The switch that stops this tenant's scans; the platform's first.
pub(crate) async fn find_engaged_switch(tx: &TenantTx) -> Result<Option<KillSwitch>, AppError> {
    let sql = "SELECT 0 AS is_own FROM kill_switches WHERE name = 'scans' AND engaged_at IS NOT NULL \
               UNION ALL SELECT 1 FROM tenants WHERE id = $1 AND scans_stopped_at IS NOT NULL ORDER BY is_own";
    let rows = tx.query(sql, [tx.tenant_id().into()]).await?;
    let Some(row) = rows.first() else {
        return Ok(None);
    };
    let is_own: i32 = row.try_get("", "is_own")?;
    Ok(Some(match is_own {
        0 => KillSwitch::Platform,
        _ => KillSwitch::Tenant,
    }))
}

/// Pulls or releases the platform's switch; its epoch counts each time.
pub(crate) async fn set_platform_switch(
    tx: &TenantTx,
    engaged_at: Option<DateTime<Utc>>,
) -> Result<(), AppError> {
    let sql = "INSERT INTO kill_switches (name, epoch, engaged_at) VALUES ('scans', 1, $1) \
               ON CONFLICT (name) DO UPDATE SET epoch = kill_switches.epoch + 1, engaged_at = excluded.engaged_at";
    tx.execute(sql, [engaged_at.into()]).await?;
    Ok(())
}

/// Pulls or releases the switch of this tenant. Whether that changed anything: a switch that is pulled keeps its time.
pub(crate) async fn set_tenant_switch(
    tx: &TenantTx,
    engaged_at: Option<DateTime<Utc>>,
) -> Result<bool, AppError> {
    let sql = "UPDATE tenants SET scans_stopped_at = $2, version = version + 1 \
               WHERE id = $1 AND (scans_stopped_at IS NULL) <> ($2 IS NULL)";
    let values = [tx.tenant_id().into(), engaged_at.into()];
    Ok(tx.execute(sql, values).await? > 0)
}
