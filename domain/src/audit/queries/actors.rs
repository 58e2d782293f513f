//! Who is behind the random names in the trail: a mapping that erasure deletes.

use std::collections::{BTreeSet, HashMap};

use sea_orm::Value;
use uuid::Uuid;

use super::EventRow;
use crate::AppError;
use crate::audit::AuditActor;
use crate::db::{TenantTx, placeholder_list};

/// The users who did `events`, by pid. Erased ones are absent.
pub(in crate::audit) async fn find_actors(
    tx: &TenantTx,
    events: &[&EventRow],
) -> Result<HashMap<Uuid, AuditActor>, AppError> {
    let pids: BTreeSet<Uuid> = events.iter().filter_map(|event| event.actor_pid).collect();
    if pids.is_empty() {
        return Ok(HashMap::new());
    }
    let sql = format!(
        "SELECT p.pid, u.id, u.display_name FROM subject_pids p \
         JOIN users u ON u.tenant_id = p.tenant_id AND u.subject_id = p.subject_id \
         WHERE p.tenant_id = $1 AND p.pid IN ({})",
        placeholder_list(1, pids.len())
    );
    let mut values: Vec<Value> = vec![tx.tenant_id().into()];
    values.extend(pids.into_iter().map(Value::from));
    tx.query(sql, values)
        .await?
        .iter()
        .map(|row| {
            let actor = AuditActor {
                user_id: row.try_get("", "id")?,
                display_name: row.try_get("", "display_name")?,
            };
            Ok((row.try_get("", "pid")?, actor))
        })
        .collect()
}
