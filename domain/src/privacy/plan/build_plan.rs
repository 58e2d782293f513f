//! Makes the plan: the map says what happens where, the transaction says to how many rows.

use uuid::Uuid;
use xorb_entities::map::{self, Erase, Location};

use super::conflicts::conflicts;
use super::{ErasurePlan, PlanItem, Work, count_work, erasure_order};
use crate::AppError;
use crate::db::TenantTx;
use crate::privacy::Identifier;

/// The plan of erasing the people `subjects`, who are known by `identifiers`. Writes nothing.
///
/// # Errors
/// As the database says: a table that is gone is an error, never a count of none.
pub(crate) async fn build_plan(
    tx: &TenantTx,
    request_id: Uuid,
    subjects: &[Uuid],
    identifiers: &[Identifier],
) -> Result<ErasurePlan, AppError> {
    let mut items = Vec::new();
    for location in erasure_order() {
        let work = count_work(tx, location, request_id, subjects, identifiers).await?;
        items.extend(items_of(location, &work));
    }
    items.extend(map::locations().iter().filter_map(out_of_reach));
    Ok(ErasurePlan {
        map_hash: hex::encode(map::map_hash()),
        items,
        conflicts: conflicts(tx, subjects).await?,
    })
}

/// One item for each strategy that meets a row.
fn items_of(location: &str, work: &Work) -> Vec<PlanItem> {
    let changes = [
        (Erase::Delete, work.deleted),
        (Erase::Anonymise, work.nulled),
        (Erase::RedactMentions, work.redacted),
    ];
    changes
        .into_iter()
        .chain(work.kept.iter().copied())
        .filter(|(_, rows)| *rows > 0)
        .map(|(erase, rows)| item(location, erase, rows))
        .collect()
}

/// A store in which something of a person may be and that no erasure reaches.
fn out_of_reach(store: &Location) -> Option<PlanItem> {
    matches!(store.erase, Erase::Retain { .. }).then(|| item(store.name, store.erase, 0))
}

fn item(location: &str, erase: Erase, rows: i64) -> PlanItem {
    let retained = match erase {
        Erase::Retain { ground, until } => Some((ground.to_owned(), until.to_owned())),
        _ => None,
    };
    let strategy = match erase {
        Erase::Retain { .. } => "retain".to_owned(),
        other => other.to_string(),
    };
    let (retained_because, retained_until) = retained.unzip();
    PlanItem {
        location: location.to_owned(),
        strategy,
        rows,
        retained_because,
        retained_until,
    }
}
