//! Where jobs stand in their tenant's own queues.

use std::collections::HashMap;

use sea_orm::{ActiveEnum, Value};
use uuid::Uuid;
use xorb_entities::jobs::JobClass;

use crate::AppError;
use crate::db::{TenantTx, placeholder_list};

/// The place of each waiting job of a class, from 1, in the order in which the dispatcher takes them. The class is named so
/// that the index of ready jobs serves it, whatever other tenants have queued.
pub(super) async fn positions(
    tx: &TenantTx,
    class: JobClass,
    job_ids: &[Uuid],
) -> Result<HashMap<Uuid, i64>, AppError> {
    let sql = format!(
        "SELECT id, place FROM ( \
           SELECT id, row_number() OVER (ORDER BY priority DESC, run_at, id) AS place \
           FROM jobs WHERE class = $1 AND tenant_id = $2 AND state = 'queued') AS queue \
         WHERE id IN ({ids})",
        ids = placeholder_list(2, job_ids.len())
    );
    let mut values: Vec<Value> = vec![class.to_value().into(), tx.tenant_id().into()];
    values.extend(job_ids.iter().copied().map(Value::from));
    let rows = tx.query(sql, values).await?;
    rows.iter()
        .map(|row| Ok((row.try_get("", "id")?, row.try_get("", "place")?)))
        .collect()
}
