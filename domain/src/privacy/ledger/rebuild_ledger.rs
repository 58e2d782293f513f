//! Writes the file anew from the database, when it is gone: a machine that was set up from the database and the master key
//! alone.
//!
//! The table has no ids of subjects, so neither have these lines; whoever replays one finds the person by the tombstones.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{LedgerEntry, append_entry};
use crate::db::TenantTx;
use crate::privacy::certificate::Digest;
use crate::privacy::queries::{LedgerRow, ledger_rows};
use crate::tenants::every_tenant;
use crate::{AppError, Core};

/// Writes a line for every erasure that the database knows, and returns how many. Writing them twice does no harm.
///
/// # Errors
/// As the database and the file system say.
pub(super) async fn rebuild_ledger(core: &Core) -> Result<usize, AppError> {
    let mut written = 0;
    let mut tenants = every_tenant(&core.db);
    while let Some(tenant) = tenants.next().await? {
        let tx = core.db.read(&tenant.scope()).await?;
        let entries = entries(&tx).await?;
        drop(tx);
        written += entries.len();
        for entry in entries {
            append_entry(core, &entry).await?;
        }
    }
    Ok(written)
}

/// The tenant's erasures, oldest first.
async fn entries(tx: &TenantTx) -> Result<Vec<LedgerEntry>, AppError> {
    let mut entries: Vec<LedgerEntry> = Vec::new();
    for row in ledger_rows(tx).await? {
        let LedgerRow {
            request_id,
            tombstone,
            map_hash,
            executed_at,
        } = row;
        let tombstone = digest(&tombstone)?;
        match entries
            .last_mut()
            .filter(|last| last.request_id == request_id)
        {
            Some(entry) => entry.tombstones.push(tombstone),
            None => entries.push(entry(
                tx,
                request_id,
                tombstone,
                digest(&map_hash)?,
                executed_at,
            )),
        }
    }
    entries.sort_by_key(|entry| entry.executed_at);
    Ok(entries)
}

fn entry(
    tx: &TenantTx,
    request_id: Uuid,
    tombstone: Digest,
    map_hash: Digest,
    executed_at: DateTime<Utc>,
) -> LedgerEntry {
    LedgerEntry {
        tenant_id: tx.tenant_id(),
        request_id,
        subjects: Vec::new(),
        tombstones: vec![tombstone],
        map_hash,
        executed_at,
    }
}

fn digest(bytes: &[u8]) -> Result<Digest, AppError> {
    Digest::from_slice(bytes).ok_or_else(|| AppError::internal("a digest has another length"))
}
