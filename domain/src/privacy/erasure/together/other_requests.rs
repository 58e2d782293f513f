//! Whoever has other requests than the one that erases them: these end with the erasure or are answered by it, which is done
//! alone.

use std::collections::{HashMap, HashSet};

use uuid::Uuid;

use crate::AppError;
use crate::db::TenantTx;
use crate::privacy::mentions::mentions_of;
use crate::privacy::{People, Person};

const REQUESTS: &str = "data_subject_requests";

/// Those of the people, by their place, who are linked to another request that has not ended, or named in its vault.
///
/// # Errors
/// As the database says.
pub(super) async fn who_asked_again(
    tx: &TenantTx,
    people: &[Person],
) -> Result<HashSet<usize>, AppError> {
    let together = People::together(people);
    let sql = format!(
        "SELECT id, subject_id FROM data_subject_requests WHERE tenant_id = $1 AND {} AND state NOT IN \
         ('completed', 'completed_partially', 'refused', 'withdrawn', 'expired_unverified', 'routed_to_controller')",
        together.is_subject(tx, "subject_id")
    );
    let own: HashMap<Uuid, usize> = people
        .iter()
        .enumerate()
        .map(|(at, person)| (person.request_id, at))
        .collect();
    let mut found = HashSet::new();
    for row in tx.query(sql, together.values(tx)).await? {
        let (id, subject): (Uuid, Uuid) = (row.try_get("", "id")?, row.try_get("", "subject_id")?);
        let theirs = people
            .iter()
            .enumerate()
            .filter(|(_, person)| person.request_id != id && person.subjects.contains(&subject));
        found.extend(theirs.map(|(at, _)| at));
    }
    let identifiers: Vec<_> = people
        .iter()
        .map(|person| person.identifiers.as_slice())
        .collect();
    for (key, person) in mentions_of(tx, REQUESTS, &identifiers).await? {
        let id = Uuid::parse_str(&key).map_err(AppError::internal)?;
        if own.get(&id) != Some(&person) {
            found.insert(person);
        }
    }
    Ok(found)
}
