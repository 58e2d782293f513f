//! The erasure ledger in the database: keyed digests of what the person was known by, from the fence on.

use uuid::Uuid;
use xorb_entities::map::map_hash;

use crate::AppError;
use crate::crypto::mac_for_tenant;
use crate::db::TenantTx;
use crate::privacy::Person;
use crate::privacy::queries::{LedgerRow, insert_ledger_rows};

const PURPOSE: &str = "xorb/erasure-tombstone/v1";

/// The digest of one identifier: the same for the same value in one tenant, and a secret to whoever lacks the key.
///
/// # Errors
/// As the database says.
pub(crate) async fn tombstone(tx: &TenantTx, value: &str) -> Result<[u8; 32], AppError> {
    mac_for_tenant(tx, PURPOSE, value.as_bytes()).await
}

/// Writes one row for each identifier; for a person without any, one for the subject.
///
/// # Errors
/// As the database says.
pub(super) async fn write_tombstones(tx: &TenantTx, people: &[Person]) -> Result<(), AppError> {
    let mut rows = Vec::with_capacity(people.len());
    for person in people {
        let mut note = |tombstone: [u8; 32]| {
            rows.push(LedgerRow {
                request_id: person.request_id,
                tombstone: tombstone.to_vec(),
                map_hash: map_hash().to_vec(),
                executed_at: tx.now(),
            });
        };
        for identifier in &person.identifiers {
            note(tombstone(tx, identifier.value()).await?);
        }
        if person.identifiers.is_empty() {
            let subjects: Vec<String> = person.subjects.iter().map(Uuid::to_string).collect();
            note(tombstone(tx, &subjects.join(" ")).await?);
        }
    }
    insert_ledger_rows(tx, rows).await
}
