//! Where jobs stand in their tenant's own queues.

use std::collections::HashMap;

use sea_orm::Value;
use uuid::Uuid;

use crate::AppError;
use crate::db::{TenantTx, placeholder_list};

/// The place of each waiting job among those of its class, from 1, in the order in which the dispatcher takes them.
pub(super) async fn positions(
    tx: &TenantTx,
    job_ids: &[Uuid],
) -> Result<HashMap<Uuid, i64>, AppError> {
    if job_ids.is_empty() {
        return Ok(HashMap::new());
    }
    let sql = format!(
        "SELECT id, place FROM ( \
           SELECT id, row_number() OVER (PARTITION BY class ORDER BY priority DESC, run_at, id) AS place \
           FROM jobs WHERE tenant_id = $1 AND state = 'queued') AS queue \
         WHERE id IN ({ids})",
        ids = placeholder_list(1, job_ids.len())
    );
    let mut values: Vec<Value> = vec![tx.tenant_id().into()];
    values.extend(job_ids.iter().copied().map(Value::from));
    let rows = tx.query(sql, values).await?;
    rows.iter()
        .map(|row| Ok((row.try_get("", "id")?, row.try_get("", "place")?)))
        .collect()
}
