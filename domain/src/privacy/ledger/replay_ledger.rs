//! Repeats, before a process serves, the erasures that the ledger knows and the database does not: it was restored from
//! before them.
//!
//! Every process does it. One at a time erases; the others look on until the database knows every line. What is done is
//! written down line by line, so whatever is killed goes on where it stopped.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::time::Duration;

use serde_json::json;
use tokio::time::sleep;
use uuid::Uuid;
use xorb_entities::ids::{DataSubjectRequestId, TenantId};

use super::rebuild_ledger::rebuild_ledger;
use super::subjects_of_entry::subjects_of_entry;
use super::{LedgerEntry, LedgerProblem, ReplayProgress, read_ledger};
use crate::audit::{AuditAction, AuditEvent};
use crate::identity::Actor;
use crate::privacy::erasure::{count_unsought, repeat_erasure};
use crate::privacy::queries::{insert_entry, known_erasures};
use crate::tenants::TenantScope;
use crate::tenants::queries::find_tenant;
use crate::{AppError, Core};

/// "XERL" in ASCII, so that the lock can be recognised in `pg_locks`.
const LOCK: i64 = 0x5845_524C;

/// Between two looks at what another process does.
const PAUSE: Duration = Duration::from_millis(200);

/// Repeats what is missing, oldest first. Once it returns, the database knows every erasure of the ledger.
///
/// # Errors
/// What keeps the ledger from being relied on; what was done stays done.
pub async fn replay_ledger(core: &Core, progress: &ReplayProgress) -> Result<(), LedgerProblem> {
    let replayed = replay_missing(core, progress).await;
    progress.stopped();
    replayed
}

async fn replay_missing(core: &Core, progress: &ReplayProgress) -> Result<(), LedgerProblem> {
    let entries = read_ledger(core).await?.unwrap_or_default();
    if entries.is_empty() {
        return begin_file(core).await;
    }
    let mut missing = find_missing(core, entries).await?;
    progress.found(missing.len());
    while !missing.is_empty() {
        let turn = core.db.take_turn(LOCK).await?;
        if turn.is_none() {
            sleep(PAUSE).await;
        }
        // Whoever has or had the turn may have done some since.
        missing = find_missing(core, missing).await?;
        progress.found(missing.len());
        if turn.is_some() {
            for (done, entry) in missing.iter().enumerate() {
                progress.could_not_seek(replay(core, entry).await?);
                progress.repeated(missing.len() - done - 1);
            }
            missing.clear();
        }
    }
    Ok(())
}

/// There is no line yet. What the database knows is written down, so that it stands outside from now on.
async fn begin_file(core: &Core) -> Result<(), LedgerProblem> {
    let written = rebuild_ledger(core).await?;
    if written > 0 {
        let file = core.settings.privacy.erasure_ledger_file.display();
        tracing::warn!(
            %file,
            written,
            "the erasure ledger was missing and was written anew from the database; if it lies elsewhere, stop and put it \
             here: only that one knows erasures that are newer than a restored database"
        );
    }
    Ok(())
}

/// Entries that the database does not know, in their order. Those of tenants that it does not know either are left out:
/// there is nobody to erase.
async fn find_missing(
    core: &Core,
    entries: Vec<LedgerEntry>,
) -> Result<Vec<LedgerEntry>, AppError> {
    let mut known: HashMap<Uuid, Option<HashSet<Uuid>>> = HashMap::new();
    let mut missing = Vec::new();
    for entry in entries {
        let known = match known.entry(entry.tenant_id) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => place.insert(known_in(core, entry.tenant_id).await?),
        };
        if known
            .as_ref()
            .is_some_and(|known| !known.contains(&entry.request_id))
        {
            missing.push(entry);
        }
    }
    Ok(missing)
}

/// `None` if there is no such tenant.
async fn known_in(core: &Core, tenant_id: Uuid) -> Result<Option<HashSet<Uuid>>, AppError> {
    let tx = core.db.read(&TenantScope::verified(tenant_id)).await?;
    match find_tenant(&tx).await {
        Ok(_) => known_erasures(&tx).await.map(Some),
        Err(AppError::NotFound(_)) => {
            let tenant = TenantId::from(tenant_id);
            tracing::warn!(%tenant, "the erasure ledger names a tenant that this database does not have");
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

/// Repeats one; how many of its identifiers could not be looked for.
async fn replay(core: &Core, entry: &LedgerEntry) -> Result<usize, AppError> {
    let scope = TenantScope::verified(entry.tenant_id);
    let request = DataSubjectRequestId::from(entry.request_id);
    let tx = core.db.read(&scope).await?;
    let subjects = subjects_of_entry(&tx, entry).await?;
    let unsought = count_unsought(&tx, &subjects, &entry.tombstones).await?;
    drop(tx);
    repeat_erasure(core, &scope, &subjects, entry.request_id)
        .await
        .inspect_err(|error| {
            tracing::error!(%request, error = %error.chain(), "an erasure could not be repeated");
        })?;
    let tx = core.db.write(&scope).await?;
    if known_erasures(&tx).await?.contains(&entry.request_id) {
        return Ok(unsought);
    }
    insert_entry(&tx, entry).await?;
    let event =
        AuditEvent::new(AuditAction::ErasureReplayed, &Actor::system(scope)).object(request);
    tx.record(event.payload(None, json!({ "identifiersNotSought": unsought })));
    tx.commit().await?;
    tracing::info!(%request, "an erasure was repeated on a restored database");
    if unsought > 0 {
        tracing::warn!(
            %request,
            unsought,
            "the ledger holds only digests of what this person was known by, and the restored database does not say what \
             they stand for: texts that mention them by it came back; make a new request that states it"
        );
    }
    Ok(unsought)
}
