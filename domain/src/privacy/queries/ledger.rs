//! The erasure ledger in the database: one row for each tombstone.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use sea_orm::Value;
use uuid::Uuid;

use crate::AppError;
use crate::db::{TenantTx, insert_rows};
use crate::privacy::certificate::Digest;
use crate::privacy::ledger::LedgerEntry;

/// The requests whose erasure the tenant's database knows.
pub(in crate::privacy) async fn known_erasures(tx: &TenantTx) -> Result<HashSet<Uuid>, AppError> {
    let sql = "SELECT DISTINCT request_id FROM erasure_ledger WHERE tenant_id = $1";
    let rows = tx.query(sql, [tx.tenant_id().into()]).await?;
    let ids = rows.iter().map(|row| row.try_get("", "request_id"));
    Ok(ids.collect::<Result<_, _>>()?)
}

/// One tombstone of an erasure.
pub(in crate::privacy) struct LedgerRow {
    pub(in crate::privacy) request_id: Uuid,
    pub(in crate::privacy) tombstone: Vec<u8>,
    pub(in crate::privacy) map_hash: Vec<u8>,
    pub(in crate::privacy) executed_at: DateTime<Utc>,
}

/// All tombstones of the tenant, those of a request together.
pub(in crate::privacy) async fn ledger_rows(tx: &TenantTx) -> Result<Vec<LedgerRow>, AppError> {
    let sql = "SELECT request_id, subject_tombstone, map_hash, executed_at FROM erasure_ledger \
               WHERE tenant_id = $1 ORDER BY request_id, id";
    let mut found = Vec::new();
    for row in tx.query(sql, [tx.tenant_id().into()]).await? {
        found.push(LedgerRow {
            request_id: row.try_get("", "request_id")?,
            tombstone: row.try_get("", "subject_tombstone")?,
            map_hash: row.try_get("", "map_hash")?,
            executed_at: row.try_get("", "executed_at")?,
        });
    }
    Ok(found)
}

/// Whose address is which, in accounts and invitations.
pub(in crate::privacy) async fn addresses(tx: &TenantTx) -> Result<Vec<(Uuid, String)>, AppError> {
    let sql = "SELECT subject_id, email_normalized FROM users WHERE tenant_id = $1 \
               UNION SELECT subject_id, email_normalized FROM invitations WHERE tenant_id = $1";
    let mut found = Vec::new();
    for row in tx.query(sql, [tx.tenant_id().into()]).await? {
        let subject_id: Option<Uuid> = row.try_get("", "subject_id")?;
        let address: Option<String> = row.try_get("", "email_normalized")?;
        found.extend(subject_id.zip(address));
    }
    Ok(found)
}

const COLUMNS: [&str; 6] = [
    "tenant_id",
    "id",
    "request_id",
    "subject_tombstone",
    "map_hash",
    "executed_at",
];

/// Writes tombstones.
pub(in crate::privacy) async fn insert_ledger_rows(
    tx: &TenantTx,
    rows: Vec<LedgerRow>,
) -> Result<(), AppError> {
    let row = |row: LedgerRow| -> Vec<Value> {
        vec![
            tx.tenant_id().into(),
            tx.new_id().into(),
            row.request_id.into(),
            row.tombstone.into(),
            row.map_hash.into(),
            row.executed_at.into(),
        ]
    };
    let rows = rows.into_iter().map(row).collect();
    insert_rows(tx, "erasure_ledger", &COLUMNS, rows, "").await
}

/// Writes the rows of an entry, as they were before the database lost them.
pub(in crate::privacy) async fn insert_entry(
    tx: &TenantTx,
    entry: &LedgerEntry,
) -> Result<(), AppError> {
    let row = |tombstone: &Digest| LedgerRow {
        request_id: entry.request_id,
        tombstone: tombstone.0.to_vec(),
        map_hash: entry.map_hash.0.to_vec(),
        executed_at: entry.executed_at,
    };
    insert_ledger_rows(tx, entry.tombstones.iter().map(row).collect()).await
}
