//! The erasure's line in the ledger outside the database: after the fence, before the first row goes.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::Value;
use uuid::Uuid;

use crate::AppError;
use crate::db::{TenantTx, placeholder_list, rows_per_statement};
use crate::jobs::JobContext;
use crate::privacy::certificate::Digest;
use crate::privacy::ledger::{LedgerEntry, append_entries};
use crate::privacy::requests::{find_requests, vault_of};

/// Appends what the fence has written down. Doing it again changes nothing.
///
/// # Errors
/// `Unavailable` if the file can't be written; as the database says.
pub async fn note_outside(context: &JobContext, request_id: Uuid) -> Result<(), AppError> {
    let tx = context.core.db.read(&context.scope).await?;
    let entries = entries(&tx, &[request_id]).await?;
    drop(tx);
    append_entries(&context.core, &entries).await
}

/// What the fence has written down of these erasures.
///
/// # Errors
/// `Internal` if one has left no tombstone; as the database says.
pub(super) async fn entries(
    tx: &TenantTx,
    requests: &[Uuid],
) -> Result<Vec<LedgerEntry>, AppError> {
    let mut entries = Vec::with_capacity(requests.len());
    for requests in requests.chunks(rows_per_statement(1)) {
        let mut tombstones = tombstones(tx, requests).await?;
        for request in find_requests(tx, requests).await? {
            let (map_hash, executed_at, digests) = tombstones
                .remove(&request.id)
                .ok_or_else(|| AppError::internal("the fence has left no tombstone"))?;
            entries.push(LedgerEntry {
                tenant_id: tx.tenant_id(),
                request_id: request.id,
                subjects: vault_of(tx, &request).await?.subjects,
                tombstones: digests,
                map_hash,
                executed_at,
            });
        }
    }
    Ok(entries)
}

/// By which map, when, and the digests of what the person was known by.
type Tombstones = (Digest, DateTime<Utc>, Vec<Digest>);

async fn tombstones(
    tx: &TenantTx,
    requests: &[Uuid],
) -> Result<HashMap<Uuid, Tombstones>, AppError> {
    let sql = format!(
        "SELECT request_id, subject_tombstone, map_hash, executed_at FROM erasure_ledger \
         WHERE tenant_id = $1 AND request_id IN ({}) ORDER BY id",
        placeholder_list(1, requests.len())
    );
    let ids = requests.iter().map(|request| Value::from(*request));
    let values: Vec<Value> = std::iter::once(tx.tenant_id().into()).chain(ids).collect();
    let mut found: HashMap<Uuid, Tombstones> = HashMap::new();
    for row in tx.query(sql, values).await? {
        let map_hash = digest(&row.try_get::<Vec<u8>>("", "map_hash")?)?;
        let executed_at: DateTime<Utc> = row.try_get("", "executed_at")?;
        let (_, _, digests) = found.entry(row.try_get("", "request_id")?).or_insert((
            map_hash,
            executed_at,
            Vec::new(),
        ));
        digests.push(digest(&row.try_get::<Vec<u8>>("", "subject_tombstone")?)?);
    }
    Ok(found)
}

fn digest(bytes: &[u8]) -> Result<Digest, AppError> {
    Digest::from_slice(bytes)
        .ok_or_else(|| AppError::internal("a digest in the ledger has another length"))
}
