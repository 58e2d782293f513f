//! Deletes what has outlived its retention class: a job of each tenant that has such rows, looked for by a schedule.

use super::intake::{expire_unverified, has_expired_challenges};
use super::queries::Expired;
use super::sweep_letters::{has_old_letters, sweep_letters};
use crate::db::TenantTx;
use crate::identity::Actor;
use crate::jobs::{self, JobKind, NewJob};
use crate::tenants::every_tenant;
use crate::{AppError, Core};

/// While one of them is alive no second one is made, whoever asks.
const DEDUPE_KEY: &str = "sweep";

/// Forgets a batch of requests that nobody confirmed, deletes a batch of last letters, or deletes one batch of one table. How many it were; 0 once nothing
/// is left.
///
/// # Errors
/// As the database says; `Unavailable` if the folder of mails is.
pub async fn sweep_expired(core: &Core, tx: &TenantTx) -> Result<u64, AppError> {
    let actor = Actor::system(*tx.scope());
    let expired = expire_unverified(tx, &actor, &core.settings.data_dir).await?;
    if expired > 0 {
        return Ok(expired);
    }
    let letters = sweep_letters(tx, &core.settings.data_dir).await?;
    if letters > 0 {
        return Ok(letters);
    }
    for expired in Expired::ALL {
        let deleted = expired.delete_batch(tx).await?;
        if deleted > 0 {
            return Ok(deleted);
        }
    }
    Ok(0)
}

/// Enqueues a sweep for each tenant that has something to sweep and returns how many. Any number of processes may do it.
///
/// # Errors
/// As the database says; the next call goes on where this one stopped.
pub async fn enqueue_due_sweeps(core: &Core) -> Result<usize, AppError> {
    let mut enqueued = 0;
    let mut tenants = every_tenant(&core.db);
    while let Some(tenant) = tenants.next().await? {
        let scope = tenant.scope();
        if is_due(&core.db.read(&scope).await?).await? {
            let tx = core.db.write(&scope).await?;
            let job = NewJob::new(JobKind::SweepExpired).dedupe_key(DEDUPE_KEY);
            jobs::enqueue(&tx, job).await?;
            tx.commit().await?;
            enqueued += 1;
        }
    }
    Ok(enqueued)
}

async fn is_due(tx: &TenantTx) -> Result<bool, AppError> {
    if has_expired_challenges(tx).await? || has_old_letters(tx).await? {
        return Ok(true);
    }
    for expired in Expired::ALL {
        if expired.exists(tx).await? {
            return Ok(true);
        }
    }
    Ok(false)
}
