//! Counts findings by what they have in common.

use std::collections::HashMap;

use sea_orm::{ActiveEnum, QueryResult, Value};
use uuid::Uuid;
use xorb_entities::findings::{FindingState, Severity};

use crate::AppError;
use crate::db::{TenantTx, placeholder_list};
use crate::findings::transitions::UNRESOLVED;
use crate::findings::{FindingCount, SeverityCount};

/// By severity and state, the worst first.
pub(crate) async fn count_by_severity_and_state(
    tx: &TenantTx,
) -> Result<Vec<FindingCount>, AppError> {
    let sql = "SELECT severity, state, count(*) AS count FROM findings WHERE tenant_id = $1 \
               GROUP BY severity_rank, severity, state ORDER BY severity_rank, state";
    let rows = tx.query(sql, [tx.tenant_id().into()]).await?;
    rows.iter()
        .map(|row| {
            Ok(FindingCount {
                severity: row.try_get::<Severity>("", "severity")?,
                state: row.try_get::<FindingState>("", "state")?,
                count: row.try_get("", "count")?,
            })
        })
        .collect()
}

/// What each scan saw.
pub(crate) async fn count_by_scan(
    tx: &TenantTx,
    scan_ids: &[Uuid],
) -> Result<HashMap<Uuid, Vec<SeverityCount>>, AppError> {
    if scan_ids.is_empty() {
        return Ok(HashMap::new());
    }
    let sql = format!(
        "SELECT seen.scan_id AS owner, severity, count(*) AS count FROM finding_observations AS seen \
         JOIN findings ON findings.tenant_id = seen.tenant_id AND findings.id = seen.finding_id \
         WHERE seen.tenant_id = $1 AND seen.scan_id IN ({ids}) \
         GROUP BY seen.scan_id, severity_rank, severity ORDER BY seen.scan_id, severity_rank",
        ids = placeholder_list(1, scan_ids.len()),
    );
    by_owner(&tx.query(sql, values(tx, scan_ids, &[])).await?)
}

/// What is not settled at each asset.
pub(crate) async fn count_unresolved_by_asset(
    tx: &TenantTx,
    asset_ids: &[Uuid],
) -> Result<HashMap<Uuid, Vec<SeverityCount>>, AppError> {
    if asset_ids.is_empty() {
        return Ok(HashMap::new());
    }
    let sql = format!(
        "SELECT asset_id AS owner, severity, count(*) AS count FROM findings \
         WHERE tenant_id = $1 AND asset_id IN ({ids}) AND state IN ({states}) \
         GROUP BY asset_id, severity_rank, severity ORDER BY asset_id, severity_rank",
        ids = placeholder_list(1, asset_ids.len()),
        states = placeholder_list(1 + asset_ids.len(), UNRESOLVED.len()),
    );
    by_owner(&tx.query(sql, values(tx, asset_ids, &UNRESOLVED)).await?)
}

fn values(tx: &TenantTx, ids: &[Uuid], states: &[FindingState]) -> Vec<Value> {
    let mut values: Vec<Value> = vec![tx.tenant_id().into()];
    values.extend(ids.iter().copied().map(Value::from));
    values.extend(states.iter().map(|state| Value::from(state.to_value())));
    values
}

fn by_owner(rows: &[QueryResult]) -> Result<HashMap<Uuid, Vec<SeverityCount>>, AppError> {
    let mut counts: HashMap<Uuid, Vec<SeverityCount>> = HashMap::new();
    for row in rows {
        let owner: Uuid = row.try_get("", "owner")?;
        counts.entry(owner).or_default().push(SeverityCount {
            severity: row.try_get("", "severity")?,
            count: row.try_get("", "count")?,
        });
    }
    Ok(counts)
}
