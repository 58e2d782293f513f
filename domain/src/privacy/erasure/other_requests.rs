//! Other requests of the same person: what nobody has confirmed or approved ends with this erasure, what was approved is
//! answered by it.

use std::collections::BTreeSet;
use std::path::Path;

use sea_orm::Value;
use serde_json::json;
use uuid::Uuid;
use xorb_entities::privacy::RequestState::{
    Approved, AwaitingInfo, Blocked, Planned, Received, Verifying,
};
use xorb_entities::privacy::data_subject_request::Model as RequestRow;
use xorb_entities::privacy::{RequestChannel, RequestState};

use super::joined_requests::join;
use crate::AppError;
use crate::db::TenantTx;
use crate::identity::Actor;
use crate::privacy::Person;
use crate::privacy::intake::forget_unconfirmed;
use crate::privacy::mentions::mentioned_rows;
use crate::privacy::requests::{
    Change, Joined, Vault, clear_vault, find_request, read_vault, transition,
};

/// More requests that name one person are left to the next turn.
const AT_ONCE: usize = 1_000;

/// Whether the erasure has just begun, or has just finished the person's rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Moment {
    /// The vaults of requests that are linked to the person were counted, and are left to the task of their table.
    Fence,
    /// What came since: nothing else takes it away.
    RowsDone,
}

/// Ends those that nobody has confirmed or approved, and gives back those that were approved: they are joined.
///
/// # Errors
/// As the database says; `Unavailable` if the folder of mails is.
pub(super) async fn settle_other_requests(
    tx: &TenantTx,
    data_dir: &Path,
    person: &Person,
    moment: Moment,
) -> Result<Vec<Joined>, AppError> {
    let actor = Actor::system(*tx.scope());
    let linked = linked_requests(tx, person).await?;
    let mut joined = Vec::new();
    for id in all_requests(tx, person, &linked).await? {
        let Some(request) = find_request(tx, id).await? else {
            continue;
        };
        let vault = read_vault(tx, id).await?.unwrap_or_default();
        let is_linked = linked.contains(&id);
        if !is_linked && !names(&vault, person) {
            continue;
        }
        match request.state {
            Approved | Blocked if vault.salt.is_none() => {
                joined.push(join(tx, &actor, person.request_id, &request, vault).await?);
            }
            Received | Verifying | AwaitingInfo | Planned => {
                end(tx, &actor, data_dir, &request, is_linked).await?;
            }
            _ => continue,
        }
        if !is_linked || moment == Moment::RowsDone {
            clear_vault(tx, id).await?;
        }
    }
    Ok(joined)
}

async fn end(
    tx: &TenantTx,
    actor: &Actor,
    data_dir: &Path,
    request: &RequestRow,
    is_linked: bool,
) -> Result<(), AppError> {
    let is_by_form = request.channel == RequestChannel::PublicIntake;
    if is_by_form && request.state == Verifying && !is_linked {
        return forget_unconfirmed(tx, actor, data_dir, request).await;
    }
    let to = if request.state == Planned {
        RequestState::Withdrawn
    } else {
        RequestState::ExpiredUnverified
    };
    let change = Change::none()
        .completed(tx.now())
        .note(json!({ "because": "another request erases the person" }));
    transition(tx, actor, request.id, &[request.state], to, change).await?;
    Ok(())
}

/// Those that are linked to the person's rows.
async fn linked_requests(tx: &TenantTx, person: &Person) -> Result<BTreeSet<Uuid>, AppError> {
    let values: Vec<Value> = person.values(tx);
    let sql = format!(
        "SELECT id FROM data_subject_requests WHERE tenant_id = $1 AND {}",
        person.is_subject(tx, "subject_id")
    );
    let rows = tx.query(sql, values).await?;
    let ids = rows.iter().map(|row| row.try_get("", "id"));
    Ok(ids.collect::<Result<_, _>>()?)
}

/// With those whose vault may name them, such as one that came by the form.
async fn all_requests(
    tx: &TenantTx,
    person: &Person,
    linked: &BTreeSet<Uuid>,
) -> Result<BTreeSet<Uuid>, AppError> {
    const REQUESTS: &str = "data_subject_requests";
    let mut all = linked.clone();
    for key in mentioned_rows(tx, REQUESTS, &person.identifiers, None, AT_ONCE).await? {
        all.insert(Uuid::parse_str(&key).map_err(AppError::internal)?);
    }
    all.remove(&person.request_id);
    Ok(all)
}

fn names(vault: &Vault, person: &Person) -> bool {
    let mut known = vault.identifiers.iter();
    known.any(|known| person.identifiers.contains(known))
}
