//! Makes the plan: the map says what happens where, the transaction says to how many rows.

use std::collections::BTreeSet;

use uuid::Uuid;
use xorb_entities::map::{self, Erase, Location};

use super::conflicts::conflicts;
use super::{ErasurePlan, PlanConflict, PlanItem, Work, Works, count_work};
use crate::AppError;
use crate::db::TenantTx;
use crate::privacy::{Identifier, Person};

/// The plan of erasing the person who is `subjects` and known by `identifiers`. Writes nothing.
///
/// # Errors
/// As the database says: a table that is gone is an error, never a count of none.
pub(crate) async fn build_plan(
    tx: &TenantTx,
    request_id: Uuid,
    subjects: &[Uuid],
    identifiers: &[Identifier],
) -> Result<ErasurePlan, AppError> {
    let subjects: BTreeSet<Uuid> = subjects.iter().copied().collect();
    let person = Person::new(request_id, subjects, identifiers.to_vec());
    let conflicts = conflicts(tx, &person.subjects).await?;
    let works = count_work(tx, std::slice::from_ref(&person)).await?;
    Ok(plan_of(&work_of(&works, 0), conflicts))
}

/// The work of one of the people.
pub fn work_of(works: &Works, person: usize) -> Vec<(&'static str, Work)> {
    let theirs = works
        .iter()
        .filter_map(|(location, of_all)| Some((*location, of_all.get(person)?.clone())));
    theirs.collect()
}

/// The plan that does this work.
pub fn plan_of(work: &[(&'static str, Work)], conflicts: Vec<PlanConflict>) -> ErasurePlan {
    let items = work
        .iter()
        .flat_map(|(location, work)| items_of(location, work));
    ErasurePlan {
        map_hash: hex::encode(map::map_hash()),
        items: items
            .chain(map::locations().iter().filter_map(out_of_reach))
            .collect(),
        conflicts,
    }
}

/// One item for each strategy that meets a row.
fn items_of(location: &str, work: &Work) -> Vec<PlanItem> {
    let changes = [
        (Erase::Delete, work.deleted.saturating_add(work.sealed)),
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
