//! The erasure's line in the ledger outside the database: after the fence, before the first row goes.

use uuid::Uuid;

use super::run::person;
use crate::AppError;
use crate::db::TenantTx;
use crate::jobs::JobContext;
use crate::privacy::certificate::Digest;
use crate::privacy::ledger::{LedgerEntry, append_entry};

/// Appends what the fence has written down. Doing it again changes nothing.
///
/// # Errors
/// `Unavailable` if the file can't be written; as the database says.
pub async fn note_outside(context: &JobContext, request_id: Uuid) -> Result<(), AppError> {
    let tx = context.core.db.read(&context.scope).await?;
    let entry = entry(&tx, request_id).await?;
    drop(tx);
    append_entry(&context.core, &entry).await
}

async fn entry(tx: &TenantTx, request_id: Uuid) -> Result<LedgerEntry, AppError> {
    let sql = "SELECT subject_tombstone, map_hash, executed_at FROM erasure_ledger \
               WHERE tenant_id = $1 AND request_id = $2 ORDER BY id";
    let rows = tx
        .query(sql, [tx.tenant_id().into(), request_id.into()])
        .await?;
    let mut tombstones = Vec::with_capacity(rows.len());
    for row in &rows {
        tombstones.push(digest(&row.try_get::<Vec<u8>>("", "subject_tombstone")?)?);
    }
    let first = rows
        .first()
        .ok_or_else(|| AppError::internal("the fence has left no tombstone"))?;
    Ok(LedgerEntry {
        tenant_id: tx.tenant_id(),
        request_id,
        subjects: person(tx, request_id).await?.subjects,
        tombstones,
        map_hash: digest(&first.try_get::<Vec<u8>>("", "map_hash")?)?,
        executed_at: first.try_get("", "executed_at")?,
    })
}

fn digest(bytes: &[u8]) -> Result<Digest, AppError> {
    Digest::from_slice(bytes)
        .ok_or_else(|| AppError::internal("a digest in the ledger has another length"))
}
