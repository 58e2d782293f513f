//! How long jobs took.

use chrono::{DateTime, TimeDelta, Utc};

use crate::AppError;
use crate::db::TenantTx;
use crate::jobs::JobKind;

/// How many runs count.
const LATEST: i64 = 20;

/// How long the tenant's latest jobs of a kind took that succeeded.
pub(crate) async fn latest_durations(
    tx: &TenantTx,
    kind: JobKind,
) -> Result<Vec<TimeDelta>, AppError> {
    let sql = "SELECT started_at, finished_at FROM jobs WHERE tenant_id = $1 AND kind = $2 AND state = 'succeeded' \
               AND started_at IS NOT NULL AND finished_at IS NOT NULL ORDER BY id DESC LIMIT $3";
    let values = [tx.tenant_id().into(), kind.as_str().into(), LATEST.into()];
    let rows = tx.query(sql, values).await?;
    rows.iter()
        .map(|row| {
            let started_at: DateTime<Utc> = row.try_get("", "started_at")?;
            let finished_at: DateTime<Utc> = row.try_get("", "finished_at")?;
            Ok(finished_at - started_at)
        })
        .collect()
}
