//! Other requests of the same person: what they say about the person goes with this erasure.

use sea_orm::{ActiveEnum, Value};
use serde_json::json;
use uuid::Uuid;
use xorb_entities::privacy::RequestState;

use super::Person;
use crate::AppError;
use crate::db::TenantTx;
use crate::identity::Actor;
use crate::privacy::requests::{Change, transition};

/// Ends those that nobody has confirmed or approved. What their vaults hold is taken out by the task of their table.
///
/// # Errors
/// As the database says.
pub(super) async fn end_other_requests(
    tx: &TenantTx,
    actor: &Actor,
    person: &Person,
) -> Result<(), AppError> {
    let mut values: Vec<Value> = person.values(tx);
    values.push(person.request_id.into());
    let sql = format!(
        "SELECT id, state FROM data_subject_requests WHERE tenant_id = $1 AND {} AND id <> ${} \
         AND state IN ('received', 'verifying', 'awaiting_info', 'planned') ORDER BY id",
        person.is_subject("subject_id"),
        values.len()
    );
    for row in tx.query(sql, values).await? {
        let (id, state): (Uuid, String) = (row.try_get("", "id")?, row.try_get("", "state")?);
        let from = RequestState::try_from_value(&state)?;
        let to = if from == RequestState::Planned {
            RequestState::Withdrawn
        } else {
            RequestState::ExpiredUnverified
        };
        let change = Change::none()
            .completed(tx.now())
            .note(json!({ "because": "another request erases the person" }));
        transition(tx, actor, id, &[from], to, change).await?;
    }
    Ok(())
}
