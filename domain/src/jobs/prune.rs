//! Deletes finished jobs that are too old or too many, in small transactions. What still waits or runs is never touched,
//! nor the dead letter of an erasure that is still owed.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::Value;
use uuid::Uuid;

use crate::db::{TenantTx, placeholder_list};
use crate::rng::last_id_by;
use crate::tenants::{TenantScope, every_tenant};
use crate::{AppError, Core};

/// Jobs that one transaction deletes.
const BATCH: usize = 500;

/// Ticks of schedules are remembered for so long; the latest always.
const TICKS_KEPT: TimeDelta = TimeDelta::days(30);

/// Deletes what `jobs.keep_finished_days` and `jobs.keep_finished` of each tenant leave over, and returns how many jobs it
/// were.
///
/// # Errors
/// As the database says; the next call goes on where this one stopped.
pub async fn prune_jobs(core: &Core) -> Result<u64, AppError> {
    forget_ticks(core).await?;
    let mut pruned = 0;
    let mut tenants = every_tenant(&core.db);
    while let Some(tenant) = tenants.next().await? {
        pruned += prune_tenant(core, &tenant.scope()).await?;
    }
    Ok(pruned)
}

async fn prune_tenant(core: &Core, scope: &TenantScope) -> Result<u64, AppError> {
    let mut pruned = 0;
    loop {
        let tx = core.db.read(scope).await?;
        let kept = TimeDelta::try_days(core.settings.jobs.keep_finished_days.into());
        let too_old = tx.now() - kept.unwrap_or_default();
        let mut jobs = ended(&tx, last_id_by(too_old), too_old).await?;
        if jobs.is_empty()
            && let Some(too_many) = beyond(&tx, core.settings.jobs.keep_finished).await?
        {
            jobs = ended(&tx, too_many, tx.now()).await?;
        }
        drop(tx);
        if jobs.is_empty() {
            return Ok(pruned);
        }
        let tx = core.db.write(scope).await?;
        let deleted = delete(&tx, &jobs).await?;
        tx.commit().await?;
        if deleted == 0 {
            return Ok(pruned);
        }
        pruned += deleted;
    }
}

/// The newest job that has `kept` newer ones of its tenant. Ids sort by the time at which they were made.
async fn beyond(tx: &TenantTx, kept: u32) -> Result<Option<Uuid>, AppError> {
    let sql = "SELECT id FROM jobs WHERE tenant_id = $1 ORDER BY id DESC LIMIT 1 OFFSET $2";
    let values: [Value; 2] = [tx.tenant_id().into(), i64::from(kept).into()];
    let rows = tx.query(sql, values).await?;
    Ok(rows.first().map(|row| row.try_get("", "id")).transpose()?)
}

/// A batch of jobs up to this one that ended by then, the oldest first.
async fn ended(tx: &TenantTx, last: Uuid, ended_by: DateTime<Utc>) -> Result<Vec<Uuid>, AppError> {
    let sql = format!(
        "SELECT id FROM jobs WHERE tenant_id = $1 AND id <= $2 AND finished_at <= $3 \
         AND state IN ('succeeded', 'failed', 'cancelled') \
         AND NOT (state = 'failed' AND EXISTS (SELECT 1 FROM data_subject_requests AS owed WHERE owed.tenant_id = $1 \
                  AND owed.job_id = jobs.id AND owed.completed_at IS NULL)) \
         ORDER BY id LIMIT {BATCH}"
    );
    let values: [Value; 3] = [tx.tenant_id().into(), last.into(), ended_by.into()];
    let rows = tx.query(sql, values).await?;
    rows.iter().map(|row| Ok(row.try_get("", "id")?)).collect()
}

async fn delete(tx: &TenantTx, jobs: &[Uuid]) -> Result<u64, AppError> {
    let ids = placeholder_list(1, jobs.len());
    let mut values: Vec<Value> = vec![tx.tenant_id().into()];
    values.extend(jobs.iter().copied().map(Value::from));
    let ended = "state IN ('succeeded', 'failed', 'cancelled')";
    // Somebody may have just run one of them again: it keeps its effects.
    let effects = format!(
        "DELETE FROM job_effects WHERE tenant_id = $1 AND job_id IN \
         (SELECT id FROM jobs WHERE tenant_id = $1 AND id IN ({ids}) AND {ended}{lock})",
        lock = tx.dialect().for_update()
    );
    tx.execute(effects, values.clone()).await?;
    let sql = format!("DELETE FROM jobs WHERE tenant_id = $1 AND id IN ({ids}) AND {ended}");
    tx.execute(sql, values).await
}

async fn forget_ticks(core: &Core) -> Result<(), AppError> {
    let tx = core.db.system().await?;
    let sql = "DELETE FROM schedule_ticks WHERE tick < $1 AND tick < \
               (SELECT max(latest.tick) FROM schedule_ticks AS latest \
                WHERE latest.schedule_name = schedule_ticks.schedule_name)";
    let before = tx.process_now() - TICKS_KEPT;
    tx.execute(sql.to_owned(), [before.into()]).await?;
    tx.commit().await
}
