//! The erasure ledger in the database: keyed digests of what the person was known by, from the fence on.

use sea_orm::Value;
use uuid::Uuid;
use xorb_entities::map::map_hash;

use crate::AppError;
use crate::crypto::mac_for_tenant;
use crate::db::{TenantTx, placeholder_rows, rows_per_statement};
use crate::privacy::Person;

const PURPOSE: &str = "xorb/erasure-tombstone/v1";
const COLUMNS: usize = 6;

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
    let mut tombstones: Vec<(Uuid, [u8; 32])> = Vec::new();
    for person in people {
        for identifier in &person.identifiers {
            let digest = tombstone(tx, identifier.value()).await?;
            tombstones.push((person.request_id, digest));
        }
        if person.identifiers.is_empty() {
            let subjects: Vec<String> = person.subjects.iter().map(Uuid::to_string).collect();
            let digest = tombstone(tx, &subjects.join(" ")).await?;
            tombstones.push((person.request_id, digest));
        }
    }
    for tombstones in tombstones.chunks(rows_per_statement(COLUMNS)) {
        insert(tx, tombstones).await?;
    }
    Ok(())
}

async fn insert(tx: &TenantTx, tombstones: &[(Uuid, [u8; 32])]) -> Result<(), AppError> {
    let mut values: Vec<Value> = Vec::with_capacity(tombstones.len() * COLUMNS);
    for (request_id, tombstone) in tombstones {
        values.extend::<[Value; COLUMNS]>([
            tx.tenant_id().into(),
            tx.new_id().into(),
            (*request_id).into(),
            tombstone.to_vec().into(),
            map_hash().to_vec().into(),
            tx.now().into(),
        ]);
    }
    let sql = format!(
        "INSERT INTO erasure_ledger (tenant_id, id, request_id, subject_tombstone, map_hash, executed_at) VALUES {}",
        placeholder_rows(tombstones.len(), COLUMNS)
    );
    tx.execute(sql, values).await?;
    Ok(())
}
