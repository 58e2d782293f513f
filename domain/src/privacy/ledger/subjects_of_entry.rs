//! Whom a line is about.

use std::collections::BTreeSet;

use uuid::Uuid;

use super::LedgerEntry;
use crate::AppError;
use crate::db::TenantTx;
use crate::privacy::Identifier;
use crate::privacy::certificate::Digest;
use crate::privacy::erasure::tombstone;
use crate::privacy::queries::addresses;

/// The subjects that the line names; for one that was written anew from the database and names none, those whose address
/// has one of its tombstones.
///
/// # Errors
/// As the database says.
pub(super) async fn subjects_of_entry(
    tx: &TenantTx,
    entry: &LedgerEntry,
) -> Result<Vec<Uuid>, AppError> {
    if !entry.subjects.is_empty() {
        return Ok(entry.subjects.clone());
    }
    let mut subjects = BTreeSet::new();
    for (subject_id, address) in addresses(tx).await? {
        if subjects.contains(&subject_id) {
            continue;
        }
        let Some(identifier) = Identifier::email(&address) else {
            continue;
        };
        let known_by = Digest(tombstone(tx, identifier.value()).await?);
        if entry.tombstones.contains(&known_by) {
            subjects.insert(subject_id);
        }
    }
    Ok(subjects.into_iter().collect())
}
