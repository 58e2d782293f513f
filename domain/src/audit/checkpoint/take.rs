//! Takes checkpoints: reads heads, signs them, writes them outside first and into the database then, so that the database
//! never knows of one that the file lacks.

use std::path::PathBuf;

use sea_orm::Value;
use uuid::Uuid;
use xorb_entities::tenants::signing_key::SigningKeyPurpose;

use super::{Checkpoint, default_file, file};
use crate::audit::verify::read_head;
use crate::crypto::{SigningKey, load_signing_keys};
use crate::db::TenantTx;
use crate::tenants::{TenantScope, every_tenant};
use crate::{AppError, Core};

/// Trails of one round: what is held in memory at once.
const ROUND: usize = 500;

/// Takes a checkpoint of every trail that has grown in this process since the last call. Returns how many.
///
/// # Errors
/// As the database and the file say; then those trails are tried again by the next call.
pub async fn checkpoint_trails(core: &Core) -> Result<usize, AppError> {
    let trails = &core.db.services().dirty_trails;
    let grown: Vec<Uuid> = trails.take().into_iter().collect();
    let taken = checkpoint(core, &grown, false).await;
    if taken.is_err() {
        for tenant in grown {
            trails.mark(tenant);
        }
    }
    taken
}

/// Takes a checkpoint of every trail that has grown since its last one, whoever made it grow; of all, if the file is new.
///
/// # Errors
/// As the database and the file say.
pub async fn checkpoint_every_trail(core: &Core) -> Result<usize, AppError> {
    let is_new = file::is_empty(&default_file(&core.settings));
    let mut ids = Vec::new();
    let mut tenants = every_tenant(&core.db);
    while let Some(tenant) = tenants.next().await? {
        ids.push(tenant.id);
    }
    checkpoint(core, &ids, is_new).await
}

async fn checkpoint(core: &Core, tenants: &[Uuid], is_forced: bool) -> Result<usize, AppError> {
    if tenants.is_empty() {
        return Ok(0);
    }
    let key = load_signing_keys(&core.db, SigningKeyPurpose::Checkpoint)
        .await?
        .active;
    let mut taken = 0;
    for round in tenants.chunks(ROUND) {
        let mut checkpoints = Vec::new();
        for tenant in round {
            checkpoints.extend(sign_head(core, &key, *tenant, is_forced).await?);
        }
        taken += checkpoints.len();
        if checkpoints.is_empty() {
            continue;
        }
        let checkpoints = append(default_file(&core.settings), checkpoints).await?;
        for checkpoint in checkpoints {
            let scope = TenantScope::verified(checkpoint.tenant_id);
            let tx = core.db.write(&scope).await?;
            insert(&tx, checkpoint).await?;
            tx.commit().await?;
        }
    }
    Ok(taken)
}

/// A checkpoint of the tenant's head, unless there is one already.
async fn sign_head(
    core: &Core,
    key: &SigningKey,
    tenant_id: Uuid,
    is_forced: bool,
) -> Result<Option<Checkpoint>, AppError> {
    let tx = core.db.read(&TenantScope::verified(tenant_id)).await?;
    let head = read_head(&tx).await?;
    let is_due = head.seq > 0 && (is_forced || head.seq > newest(&tx).await?);
    let at = core.clock.now();
    Ok(is_due.then(|| Checkpoint::sign(key, tenant_id, head.seq, head.hash, at)))
}

async fn newest(tx: &TenantTx) -> Result<i64, AppError> {
    let sql = "SELECT COALESCE(max(seq), 0) AS newest FROM audit_checkpoints WHERE tenant_id = $1";
    let rows = tx.query(sql, [tx.tenant_id().into()]).await?;
    Ok(rows
        .first()
        .map_or(Ok(0), |row| row.try_get("", "newest"))?)
}

async fn append(path: PathBuf, checkpoints: Vec<Checkpoint>) -> Result<Vec<Checkpoint>, AppError> {
    let write = move || file::append(&path, &checkpoints).map(|()| checkpoints);
    tokio::task::spawn_blocking(write)
        .await
        .map_err(AppError::internal)?
        .map_err(AppError::internal)
}

async fn insert(tx: &TenantTx, checkpoint: Checkpoint) -> Result<(), AppError> {
    let sql = "INSERT INTO audit_checkpoints (tenant_id, seq, hash, kid, signature, at) \
               VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (tenant_id, seq) DO NOTHING";
    let values: [Value; 6] = [
        checkpoint.tenant_id.into(),
        checkpoint.seq.into(),
        checkpoint.hash.into(),
        checkpoint.kid.into(),
        checkpoint.signature.into(),
        checkpoint.at.into(),
    ];
    tx.execute(sql, values).await?;
    Ok(())
}
