//! The table `jobs` as the dispatcher sees it: who has work, and which of it goes next.
//!
//! What is counted against a tenant's limit is counted at the front of its queue, where what was handed out stands: not
//! through all that it has queued.

use chrono::TimeDelta;
use sea_orm::Value;
use uuid::Uuid;

use super::held::{Column, table};
use super::rotation::{Rotation, Seat};
use super::{JobClass, JobRef};
use crate::AppError;
use crate::db::{Db, Dialect, Durability};

/// So far behind its limit is looked for what was handed out, because what came later may have a higher priority.
const FRONT_MARGIN: i64 = 32;

/// More than this is never handed out to one tenant and not begun.
const LONGEST_FRONT: i64 = 1_000;

/// The tenants that have something queued. Hops from tenant to tenant along `jobs_ready` instead of reading every job.
pub(super) async fn seats(db: &Db, rotation: &Rotation) -> Result<Vec<Seat>, AppError> {
    let sql = "WITH RECURSIVE hop(tenant_id) AS ( \
          SELECT * FROM (SELECT tenant_id FROM jobs WHERE class = $1 AND state = 'queued' ORDER BY tenant_id LIMIT 1) AS first \
          UNION ALL \
          SELECT (SELECT tenant_id FROM jobs WHERE class = $1 AND state = 'queued' AND tenant_id > hop.tenant_id \
                  ORDER BY tenant_id LIMIT 1) \
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
        Column::numbers(turn.iter().map(|(seat, _)| front(*seat))),
    ];
    let seats = table(Dialect::Postgres, "seat", &columns, &mut values);
    let live = live(rotation, db, "seat.column1", "seat.column4");
    let sql = format!(
        "WITH picked AS MATERIALIZED ( \
           SELECT seat.column1 AS tenant_id, job.id FROM {seats} \
           CROSS JOIN LATERAL (SELECT GREATEST(0, LEAST(seat.column2, seat.column3 - {live})) AS room) AS may \
           CROSS JOIN LATERAL ( \
             SELECT id FROM jobs WHERE class = $1 AND tenant_id = seat.column1 AND {ready} \
             ORDER BY priority DESC, run_at, id LIMIT may.room FOR UPDATE SKIP LOCKED) AS job) \
         UPDATE jobs SET dispatched_at = {now} FROM picked \
         WHERE jobs.tenant_id = picked.tenant_id AND jobs.id = picked.id \
         RETURNING jobs.tenant_id, jobs.id, priority, run_at",
        ready = ready(rotation, db),
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
    let live = live(rotation, db, "$2", "$5");
    let sql = format!(
        "UPDATE jobs SET dispatched_at = {now} WHERE tenant_id = $2 AND id IN ( \
           SELECT id FROM jobs WHERE class = $1 AND tenant_id = $2 AND {ready} \
           ORDER BY priority DESC, run_at, id LIMIT max(0, min($3, $4 - {live}))) \
         RETURNING tenant_id, id, priority, run_at",
        now = db.now_plus(TimeDelta::zero()),
        ready = ready(rotation, db),
    );
    let values: [Value; 5] = [
        rotation.class.as_str().into(),
        seat.tenant_id.into(),
        number(share).into(),
        number(seat.limit).into(),
        front(seat).into(),
    ];
    let rows = db
        .query_jobs(Durability::MayBeForgotten, sql, values)
        .await?;
    read(&rows)
}

/// A job counts as ready if it is due and not handed out lately.
fn ready(rotation: &Rotation, db: &Db) -> String {
    format!(
        "state = 'queued' AND run_at <= {now} AND (dispatched_at IS NULL OR dispatched_at < {stale})",
        now = db.now_plus(TimeDelta::zero()),
        stale = db.now_plus(-rotation.redispatch_after),
    )
}

/// How many jobs of a tenant run or were handed out.
fn live(rotation: &Rotation, db: &Db, tenant: &str, front: &str) -> String {
    format!(
        "((SELECT count(*) FROM jobs WHERE class = $1 AND tenant_id = {tenant} AND state = 'running') \
        + (SELECT count(*) FROM (SELECT dispatched_at FROM jobs WHERE class = $1 AND tenant_id = {tenant} \
             AND state = 'queued' ORDER BY priority DESC, run_at, id LIMIT {front}) AS front \
           WHERE dispatched_at >= {stale}))",
        stale = db.now_plus(-rotation.redispatch_after)
    )
}

fn front(seat: Seat) -> i64 {
    number(seat.limit)
        .min(LONGEST_FRONT)
        .saturating_add(FRONT_MARGIN)
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
