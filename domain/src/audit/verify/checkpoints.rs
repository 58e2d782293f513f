//! The chain against its checkpoints, those in the database and those outside: without the outside ones nobody could see
//! that the newest events and everything that knew of them were cut off.

use std::collections::HashMap;

use sea_orm::Value;

use super::broken::{Broken, Reason};
use super::events::read_ends;
use crate::audit::checkpoint::{Checkpoint, CheckpointKeys, Outside};
use crate::db::{TenantTx, placeholder_list};
use crate::tenants::TenantScope;
use crate::{AppError, Core};

const BATCH: usize = 500;

/// What came of the comparison.
#[derive(Debug, Default)]
pub(super) struct Compared {
    pub(super) broken: Option<Broken>,
    pub(super) outside: u64,
    pub(super) unreadable_lines: u64,
}

/// Compares the events from `from` on.
pub(super) async fn compare_checkpoints(
    core: &Core,
    scope: &TenantScope,
    from: i64,
    outside: Option<Outside>,
) -> Result<Compared, AppError> {
    let keys = CheckpointKeys::load(&core.db).await?;
    let mut compared = Compared::default();
    let mut after = from - 1;
    loop {
        let tx = core.db.read(scope).await?;
        let batch = read_checkpoints(&tx, after).await?;
        let Some(last) = batch.last() else {
            break;
        };
        after = last.seq;
        let fault = compare(&tx, &keys, &batch).await?;
        if fault.is_some() {
            compared.broken = fault;
            break;
        }
    }
    let Some(mut reader) = outside.map(Outside::open).transpose()?.flatten() else {
        return Ok(compared);
    };
    loop {
        let (returned, batch) = reader.next(scope.tenant_id(), BATCH).await?;
        reader = returned;
        if batch.is_empty() {
            break;
        }
        compared.outside += u64::try_from(batch.len()).unwrap_or_default();
        let tx = core.db.read(scope).await?;
        let fault = compare(&tx, &keys, &batch).await?;
        compared.broken = compared.broken.into_iter().chain(fault).min();
    }
    compared.unreadable_lines = reader.unreadable_lines();
    Ok(compared)
}

/// The first event that does not agree with its checkpoint.
async fn compare(
    tx: &TenantTx,
    keys: &CheckpointKeys,
    checkpoints: &[Checkpoint],
) -> Result<Option<Broken>, AppError> {
    let hashes = read_hashes(tx, checkpoints).await?;
    let mut first: Option<Broken> = None;
    for checkpoint in checkpoints {
        let fault = match hashes.get(&checkpoint.seq) {
            _ if !keys.have_signed(checkpoint) => {
                Some(Broken::new(checkpoint.seq, Reason::FalseCheckpoint))
            }
            Some(hash) if *hash == checkpoint.hash => None,
            Some(_) => Some(Broken::new(checkpoint.seq, Reason::UnlikeCheckpoint)),
            None => {
                let (_, newest) = read_ends(tx).await?;
                Some(Broken::new(checkpoint.seq.min(newest + 1), Reason::CutOff))
            }
        };
        first = first.into_iter().chain(fault).min();
    }
    Ok(first)
}

async fn read_checkpoints(tx: &TenantTx, after: i64) -> Result<Vec<Checkpoint>, AppError> {
    let sql = format!(
        "SELECT {} FROM audit_checkpoints WHERE tenant_id = $1 AND seq > $2 ORDER BY seq LIMIT {BATCH}",
        Checkpoint::COLUMNS
    );
    tx.query(sql, [tx.tenant_id().into(), after.into()])
        .await?
        .iter()
        .map(Checkpoint::read)
        .collect()
}

async fn read_hashes(
    tx: &TenantTx,
    checkpoints: &[Checkpoint],
) -> Result<HashMap<i64, Vec<u8>>, AppError> {
    let sql = format!(
        "SELECT seq, hash FROM audit_events WHERE tenant_id = $1 AND seq IN ({})",
        placeholder_list(1, checkpoints.len())
    );
    let mut values: Vec<Value> = vec![tx.tenant_id().into()];
    values.extend(
        checkpoints
            .iter()
            .map(|checkpoint| Value::from(checkpoint.seq)),
    );
    tx.query(sql, values)
        .await?
        .iter()
        .map(|row| Ok((row.try_get("", "seq")?, row.try_get("", "hash")?)))
        .collect()
}
