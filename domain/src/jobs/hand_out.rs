//! The table `jobs` as the dispatcher sees it: who has work, and which of it goes next.
//!
//! What runs and what was handed out counts against a tenant's limit. What was handed out stands at the front of its queue, so
//! nothing is counted there: only as many of the front as may be under way are looked at, and those of them that were handed out
//! are passed over.

use chrono::TimeDelta;
use sea_orm::Value;
use uuid::Uuid;

use super::held::{Column, table};
use super::rotation::{Rotation, Seat};
use super::{JobClass, JobRef};
use crate::AppError;
use crate::db::{Db, Dialect, Durability};

/// The tenants that have something queued. Hops from tenant to tenant along `jobs_ready` instead of reading every job; its whole
/// order is asked for, so that no other index will do.
pub(super) async fn seats(db: &Db, rotation: &Rotation) -> Result<Vec<Seat>, AppError> {
    let sql = "WITH RECURSIVE hop(tenant_id) AS ( \
          SELECT * FROM (SELECT tenant_id FROM jobs WHERE class = $1 AND state = 'queued' ORDER BY tenant_id, priority DESC, run_at, id LIMIT 1) AS first \
          UNION ALL \
          SELECT (SELECT tenant_id FROM jobs WHERE class = $1 AND state = 'queued' AND tenant_id > hop.tenant_id \
                  ORDER BY tenant_id, priority DESC, run_at, id LIMIT 1) \
          FROM hop WHERE hop.tenant_id IS NOT NULL) \
        SELECT hop.tenant_id AS tenant_id, job_weight, running_scans FROM hop JOIN tenants ON tenants.id = hop.tenant_id";
    let values = [rotation.class.as_str().into()];
    let rows = db
        .query_jobs(Durability::MayBeForgotten, sql.to_owned(), values)
        .await?;
    rows.iter()
        .map(|row| {
            let weight: i32 = row.try_get("", "job_weight")?;
            let running_scans: Option<i32> = row.try_get("", "running_scans")?;
            let own = running_scans.filter(|_| rotation.class == JobClass::Scan);
            let own = own.and_then(|limit| usize::try_from(limit).ok());
            Ok(Seat {
                tenant_id: row.try_get("", "tenant_id")?,
                weight: usize::try_from(weight).unwrap_or(1).max(1),
                limit: own.unwrap_or(rotation.tenant_limit),
            })
        })
        .collect()
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
    let columns = [
        Column::ids(turn.iter().map(|(seat, _)| seat.tenant_id)),
        Column::numbers(turn.iter().map(|(_, share)| number(*share))),
        Column::numbers(turn.iter().map(|(seat, _)| number(seat.limit))),
    ];
    let seats = table(Dialect::Postgres, "seat", &columns, &mut values);
    let front = front(db, "seat.column1", "seat.column3");
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

async fn hand_out_one_by_one(
    db: &Db,
    rotation: &Rotation,
    seat: Seat,
    share: usize,
) -> Result<Vec<JobRef>, AppError> {
    let sql = format!(
        "UPDATE jobs SET dispatched_at = {now} WHERE tenant_id = $2 AND id IN ( \
           SELECT id FROM ({front}) AS front WHERE {fresh} LIMIT $3) \
         RETURNING tenant_id, id, priority, run_at",
        now = db.now_plus(TimeDelta::zero()),
        front = front(db, "$2", "$4"),
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

/// So many of a tenant's due jobs as may be under way beside those that run, in the order in which they go.
fn front(db: &Db, tenant: &str, limit: &str) -> String {
    format!(
        "SELECT id, dispatched_at FROM jobs WHERE class = $1 AND tenant_id = {tenant} AND state = 'queued' AND run_at <= {now} \
         ORDER BY priority DESC, run_at, id LIMIT {greatest}(0, {limit} - \
           (SELECT count(*) FROM jobs WHERE class = $1 AND tenant_id = {tenant} AND state = 'running'))",
        now = db.now_plus(TimeDelta::zero()),
        greatest = db.dialect().greatest(),
    )
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
