//! The table `jobs` as the dispatcher sees it: who has work, and which of it goes next.
//!
//! What runs and what was handed out counts against a tenant's limit. What was handed out stands at the front of its queue, so
//! nothing is counted there: only as many of the front as may be under way are looked at, and those of them that were handed out
//! are passed over.
//!
//! While somebody holds an old snapshot, the indexes keep what is done. Nobody walks over that in each turn: where a tenant's live
//! jobs begin is found out with the ring, and each turn begins there.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::Value;
use uuid::Uuid;

use super::held::{Column, table};
use super::rotation::{Front, Rotation, Seat};
use super::{JobClass, JobRef};
use crate::AppError;
use crate::db::{Db, Dialect, Durability};

/// A claim whose commit takes longer than this may not be counted until the next ring.
const CLAIM_TIME: TimeDelta = TimeDelta::milliseconds(500);

/// The tenants that have something queued, and where that begins. Hops from tenant to tenant along `jobs_ready` instead of
/// reading every job; its whole order is asked for, so that no other index will do.
pub(super) async fn seats(db: &Db, rotation: &Rotation) -> Result<Vec<Seat>, AppError> {
    let first =
        "SELECT tenant_id, priority, run_at, id FROM jobs WHERE class = $1 AND state = 'queued'";
    let order = "ORDER BY tenant_id, priority DESC, run_at, id LIMIT 1";
    let next = match db.dialect() {
        Dialect::Postgres => format!(
            "SELECT next.* FROM hop CROSS JOIN LATERAL ({first} AND tenant_id > hop.tenant_id {order}) AS next"
        ),
        // It can't look sideways; the smallest of all that are greater is as near.
        Dialect::Sqlite => format!(
            "SELECT job.tenant_id, job.priority, job.run_at, job.id FROM hop JOIN jobs AS job ON job.rowid = \
               (SELECT rowid FROM jobs WHERE class = $1 AND state = 'queued' AND tenant_id > hop.tenant_id {order})"
        ),
    };
    let sql = format!(
        "WITH RECURSIVE hop(tenant_id, priority, run_at, id) AS (SELECT * FROM ({first} {order}) AS first UNION ALL {next}) \
         SELECT hop.tenant_id, priority, run_at, hop.id AS job_id, job_weight, running_scans, {now} AS now, \
           (SELECT min(updated_at) FROM jobs WHERE class = $1 AND jobs.tenant_id = hop.tenant_id AND state = 'running') AS running \
         FROM hop JOIN tenants ON tenants.id = hop.tenant_id",
        now = db.now_plus(TimeDelta::zero()),
    );
    let values = [rotation.class.as_str().into()];
    let rows = db
        .query_jobs(Durability::MayBeForgotten, sql, values)
        .await?;
    rows.iter().map(|row| seat(rotation, row)).collect()
}

fn seat(rotation: &Rotation, row: &sea_orm::QueryResult) -> Result<Seat, AppError> {
    let weight: i32 = row.try_get("", "job_weight")?;
    let running_scans: Option<i32> = row.try_get("", "running_scans")?;
    let own = running_scans.filter(|_| rotation.class == JobClass::Scan);
    let own = own.and_then(|limit| usize::try_from(limit).ok());
    let now: DateTime<Utc> = row.try_get("", "now")?;
    let running: Option<DateTime<Utc>> = row.try_get("", "running")?;
    Ok(Seat {
        tenant_id: row.try_get("", "tenant_id")?,
        weight: usize::try_from(weight).unwrap_or(1).max(1),
        limit: own.unwrap_or(rotation.tenant_limit),
        front: Front {
            priority: row.try_get("", "priority")?,
            run_at: row.try_get("", "run_at")?,
            job_id: row.try_get("", "job_id")?,
            running_since: running.unwrap_or(now).min(now - CLAIM_TIME),
        },
    })
}

/// Marks the next jobs of each seat, as many as its share and its limit allow.
pub(super) async fn hand_out(
    db: &Db,
    rotation: &Rotation,
    turn: &[(Seat, usize)],
) -> Result<Vec<JobRef>, AppError> {
    match db.dialect() {
        Dialect::Postgres => hand_out_at_once(db, rotation, turn).await,
        Dialect::Sqlite => {
            let mut jobs = Vec::new();
            for (seat, share) in turn {
                jobs.extend(hand_out_one_by_one(db, rotation, *seat, *share).await?);
            }
            Ok(jobs)
        }
    }
}

async fn hand_out_at_once(
    db: &Db,
    rotation: &Rotation,
    turn: &[(Seat, usize)],
) -> Result<Vec<JobRef>, AppError> {
    let mut values: Vec<Value> = vec![rotation.class.as_str().into()];
    let fronts = || turn.iter().map(|(seat, _)| seat.front);
    let columns = [
        Column::ids(turn.iter().map(|(seat, _)| seat.tenant_id)),
        Column::numbers(turn.iter().map(|(_, share)| number(*share))),
        Column::numbers(turn.iter().map(|(seat, _)| number(seat.limit))),
        Column::numbers(fronts().map(|front| front.priority.into())),
        Column::times(fronts().map(|front| front.run_at)),
        Column::ids(fronts().map(|front| front.job_id)),
        Column::times(fronts().map(|front| front.running_since)),
    ];
    let seats = table(Dialect::Postgres, "seat", &columns, &mut values);
    let due = format!(
        "class = $1 AND tenant_id = seat.column1 AND state = 'queued' AND run_at <= {}",
        db.now_plus(TimeDelta::zero())
    );
    // In two parts, each of which is a range of the index: an order that goes down and then up has no other beginning.
    let front = format!(
        "SELECT id, dispatched_at FROM ( \
           (SELECT id, dispatched_at FROM jobs WHERE {due} AND priority = seat.column4 AND (run_at, id) >= (seat.column5, seat.column6) \
            ORDER BY run_at, id) \
           UNION ALL \
           (SELECT id, dispatched_at FROM jobs WHERE {due} AND priority < seat.column4 ORDER BY priority DESC, run_at, id)) AS queue \
         LIMIT greatest(0, seat.column3 - (SELECT count(*) FROM jobs WHERE class = $1 AND tenant_id = seat.column1 \
           AND state = 'running' AND updated_at >= seat.column7))"
    );
    let fresh = not_handed_out(rotation, db, "front");
    // Looked at once more under the lock: another dispatcher may have been here since. Not at the state as well: with it, the
    // index of all that is queued would do, and be read from its beginning for each job. Chosen apart, because a plan that was
    // made for an empty table would choose anew for each of the tenant's jobs.
    let sql = format!(
        "WITH chosen AS MATERIALIZED ( \
           SELECT seat.column1 AS tenant_id, next.id FROM {seats} \
           CROSS JOIN LATERAL (SELECT id FROM ({front}) AS front WHERE {fresh} LIMIT seat.column2) AS next), \
         picked AS MATERIALIZED ( \
           SELECT job.tenant_id, job.id FROM chosen \
           JOIN jobs AS job ON job.tenant_id = chosen.tenant_id AND job.id = chosen.id \
           WHERE {still_fresh} FOR UPDATE OF job SKIP LOCKED) \
         UPDATE jobs SET dispatched_at = {now} FROM picked \
         WHERE jobs.tenant_id = picked.tenant_id AND jobs.id = picked.id \
         RETURNING jobs.tenant_id, jobs.id, priority, run_at",
        still_fresh = not_handed_out(rotation, db, "job"),
        now = db.now_plus(TimeDelta::zero()),
    );
    let rows = db
        .query_jobs(Durability::MayBeForgotten, sql, values)
        .await?;
    read(&rows)
}

/// The same on `SQLite`, which forgets at once what is done.
async fn hand_out_one_by_one(
    db: &Db,
    rotation: &Rotation,
    seat: Seat,
    share: usize,
) -> Result<Vec<JobRef>, AppError> {
    let now = db.now_plus(TimeDelta::zero());
    let sql = format!(
        "UPDATE jobs SET dispatched_at = {now} WHERE tenant_id = $2 AND id IN ( \
           SELECT id FROM (SELECT id, dispatched_at FROM jobs \
             WHERE class = $1 AND tenant_id = $2 AND state = 'queued' AND run_at <= {now} \
             ORDER BY priority DESC, run_at, id LIMIT max(0, $4 - \
               (SELECT count(*) FROM jobs WHERE class = $1 AND tenant_id = $2 AND state = 'running'))) AS front \
           WHERE {fresh} LIMIT $3) \
         RETURNING tenant_id, id, priority, run_at",
        fresh = not_handed_out(rotation, db, "front"),
    );
    let values: [Value; 4] = [
        rotation.class.as_str().into(),
        seat.tenant_id.into(),
        number(share).into(),
        number(seat.limit).into(),
    ];
    let rows = db
        .query_jobs(Durability::MayBeForgotten, sql, values)
        .await?;
    read(&rows)
}

/// What was handed out and is not begun for long is handed out again.
fn not_handed_out(rotation: &Rotation, db: &Db, table: &str) -> String {
    format!(
        "({table}.dispatched_at IS NULL OR {table}.dispatched_at < {stale})",
        stale = db.now_plus(-rotation.redispatch_after),
    )
}

fn number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// In the order in which they are to be worked on.
fn read(rows: &[sea_orm::QueryResult]) -> Result<Vec<JobRef>, AppError> {
    let mut jobs = rows
        .iter()
        .map(|row| {
            let priority: i32 = row.try_get("", "priority")?;
            let run_at: chrono::DateTime<chrono::Utc> = row.try_get("", "run_at")?;
            let tenant_id: Uuid = row.try_get("", "tenant_id")?;
            let job_id = row.try_get("", "id")?;
            Ok((-priority, run_at, JobRef { tenant_id, job_id }))
        })
        .collect::<Result<Vec<_>, AppError>>()?;
    jobs.sort_unstable();
    Ok(jobs.into_iter().map(|(.., job)| job).collect())
}
