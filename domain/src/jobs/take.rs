//! Fairness: who works next is decided here, before anything reaches a queue.
//!
//! Tenants with ready work take turns; none has more than its share under way. The same function feeds the queue (the
//! dispatcher) and, while Redis is away, the workers directly.

use chrono::TimeDelta;
use sea_orm::Value;
use uuid::Uuid;

use super::{JobClass, JobRef};
use crate::AppError;
use crate::db::{Db, SystemTx};

/// At most this many tenants are looked at in one turn; the next turn goes on behind them.
const TENANTS_PER_TURN: usize = 256;

/// The turns of one class: whose it is, and what everybody may have.
#[derive(Clone, Copy, Debug)]
pub struct Rotation {
    class: JobClass,
    tenant_limit: usize,
    redispatch_after: TimeDelta,
    after: Option<Uuid>,
}

impl Rotation {
    /// Turns in which no tenant has more than `tenant_limit` jobs running or handed out, and a job that was handed out
    /// but not started within `redispatch_after` is handed out again.
    #[must_use]
    pub fn new(class: JobClass, tenant_limit: usize, redispatch_after: TimeDelta) -> Self {
        Self {
            class,
            tenant_limit,
            redispatch_after,
            after: None,
        }
    }
}

/// Marks up to `room` ready jobs as handed out and returns them, one tenant after the other.
///
/// # Errors
/// As the database says.
pub async fn take(db: &Db, rotation: &mut Rotation, room: usize) -> Result<Vec<JobRef>, AppError> {
    if room == 0 {
        return Ok(Vec::new());
    }
    let tx = db.system().await?;
    tx.may_be_forgotten().await?;
    let mut tenants = ready_tenants(&tx, rotation.class).await?;
    tenants.sort_unstable();
    let start = tenants.partition_point(|tenant| Some(*tenant) <= rotation.after);
    tenants.rotate_left(start);
    let mut taken = Vec::with_capacity(room.min(1_024));
    let mut lists = Vec::new();
    let share = room.div_ceil(tenants.len().max(1));
    for tenant in tenants.into_iter().take(TENANTS_PER_TURN) {
        let left = room - taken.len();
        if left == 0 {
            break;
        }
        let live = live_count(&tx, rotation, tenant).await?;
        let count = rotation
            .tenant_limit
            .saturating_sub(live)
            .min(share)
            .min(left);
        if count > 0 {
            let jobs = mark(&tx, rotation, tenant, count).await?;
            taken.extend(jobs.iter().copied());
            lists.push(jobs);
        }
        rotation.after = Some(tenant);
    }
    tx.commit().await?;
    Ok(interleave(lists))
}

/// A job counts as ready if it is due and not handed out lately.
fn ready(tx: &SystemTx, rotation: &Rotation) -> String {
    format!(
        "state = 'queued' AND run_at <= {now} AND (dispatched_at IS NULL OR dispatched_at < {stale})",
        now = tx.now_plus(TimeDelta::zero()),
        stale = tx.now_plus(-rotation.redispatch_after),
    )
}

/// Hops from tenant to tenant along `jobs_ready` instead of reading every job.
async fn ready_tenants(tx: &SystemTx, class: JobClass) -> Result<Vec<Uuid>, AppError> {
    let sql = "WITH RECURSIVE hop(tenant_id) AS ( \
          SELECT * FROM (SELECT tenant_id FROM jobs WHERE class = $1 AND state = 'queued' ORDER BY tenant_id LIMIT 1) AS first \
          UNION ALL \
          SELECT (SELECT tenant_id FROM jobs WHERE class = $1 AND state = 'queued' AND tenant_id > hop.tenant_id \
                  ORDER BY tenant_id LIMIT 1) \
          FROM hop WHERE hop.tenant_id IS NOT NULL) \
        SELECT tenant_id FROM hop WHERE tenant_id IS NOT NULL";
    let rows = tx.query(sql.to_owned(), [class.as_str().into()]).await?;
    rows.iter()
        .map(|row| Ok(row.try_get("", "tenant_id")?))
        .collect()
}

async fn live_count(tx: &SystemTx, rotation: &Rotation, tenant: Uuid) -> Result<usize, AppError> {
    let sql = format!(
        "SELECT (SELECT count(*) FROM jobs WHERE class = $1 AND tenant_id = $2 AND state = 'running') \
              + (SELECT count(*) FROM jobs WHERE class = $1 AND tenant_id = $2 AND state = 'queued' \
                 AND dispatched_at >= {stale}) AS live",
        stale = tx.now_plus(-rotation.redispatch_after)
    );
    let rows = tx
        .query(sql, [rotation.class.as_str().into(), tenant.into()])
        .await?;
    let live: i64 = rows.first().map_or(Ok(0), |row| row.try_get("", "live"))?;
    Ok(usize::try_from(live).unwrap_or(usize::MAX))
}

async fn mark(
    tx: &SystemTx,
    rotation: &Rotation,
    tenant: Uuid,
    count: usize,
) -> Result<Vec<JobRef>, AppError> {
    let sql = format!(
        "UPDATE jobs SET dispatched_at = {now} WHERE tenant_id = $2 AND id IN ( \
           SELECT id FROM jobs WHERE class = $1 AND tenant_id = $2 AND {ready} \
           ORDER BY priority DESC, run_at, id LIMIT $3{lock}) \
         RETURNING id",
        now = tx.now_plus(TimeDelta::zero()),
        ready = ready(tx, rotation),
        lock = tx.dialect().for_update_skip_locked(),
    );
    let values: [Value; 3] = [
        rotation.class.as_str().into(),
        tenant.into(),
        i64::try_from(count).unwrap_or(i64::MAX).into(),
    ];
    let rows = tx.query(sql, values).await?;
    let mut jobs = rows
        .iter()
        .map(|row| {
            Ok(JobRef {
                tenant_id: tenant,
                job_id: row.try_get("", "id")?,
            })
        })
        .collect::<Result<Vec<_>, AppError>>()?;
    jobs.sort_unstable();
    Ok(jobs)
}

/// One of each tenant, then the second of each, and so on.
fn interleave(lists: Vec<Vec<JobRef>>) -> Vec<JobRef> {
    let mut iterators: Vec<_> = lists.into_iter().map(Vec::into_iter).collect();
    let mut order = Vec::new();
    loop {
        let before = order.len();
        order.extend(iterators.iter_mut().filter_map(Iterator::next));
        if order.len() == before {
            return order;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tenants_take_turns() {
        let job = |tenant: u128, id: u128| JobRef {
            tenant_id: Uuid::from_u128(tenant),
            job_id: Uuid::from_u128(id),
        };
        let lists = vec![
            vec![job(1, 1), job(1, 2), job(1, 3)],
            vec![job(2, 4)],
            vec![job(3, 5), job(3, 6)],
        ];
        let order: Vec<u128> = interleave(lists)
            .iter()
            .map(|job| job.job_id.as_u128())
            .collect();
        assert_eq!(order, [1, 4, 5, 2, 6, 3]);
    }
}
