//! Ends runs. The fence is epoch and token alone: naming the state as well would choose a quadratic plan.

use std::collections::BTreeMap;
use std::time::Duration;

use chrono::TimeDelta;
use sea_orm::Value;

use super::held::held;
use super::{JobRef, Lease};
use crate::AppError;
use crate::db::{Db, Durability};

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// Done.
    Succeeded,
    /// Failed for good: the dead letters.
    Failed(&'static str),
    /// Cancelled.
    Cancelled,
    /// To be tried again after this time.
    Retry(&'static str, Duration),
    /// To be run by somebody else at once; the attempt does not count.
    GivenBack,
    /// The same, before its handler was begun: as if it had not been claimed.
    NotBegun,
}

/// One run that ended.
#[derive(Clone, Copy, Debug)]
pub struct Finish {
    /// The claim it ran under.
    pub lease: Lease,
    /// How it ended.
    pub outcome: Outcome,
}

/// Writes the ends of many runs, one statement per kind of end, and returns the jobs that were still ours.
///
/// # Errors
/// As the database says. Some may be written then; to write them again changes nothing.
pub async fn finish(db: &Db, finishes: &[Finish]) -> Result<Vec<JobRef>, AppError> {
    let mut by_outcome: BTreeMap<Outcome, Vec<Lease>> = BTreeMap::new();
    for finish in finishes {
        by_outcome
            .entry(finish.outcome)
            .or_default()
            .push(finish.lease);
    }
    let mut ours = Vec::with_capacity(finishes.len());
    for (outcome, leases) in by_outcome {
        let mut values: Vec<Value> = Vec::new();
        let changes = changes(db, outcome, &mut values);
        let sql = format!(
            "UPDATE jobs SET {changes}, lease_token = NULL, lease_until = NULL, updated_at = {now} FROM {held} \
             WHERE jobs.tenant_id = held.column1 AND jobs.id = held.column2 \
               AND jobs.epoch = held.column3 AND jobs.lease_token = held.column4 \
             RETURNING tenant_id, id",
            now = db.now_plus(TimeDelta::zero()),
            held = held(db.dialect(), &leases, &mut values),
        );
        for row in db.query_jobs(Durability::Kept, sql, values).await? {
            ours.push(JobRef {
                tenant_id: row.try_get("", "tenant_id")?,
                job_id: row.try_get("", "id")?,
            });
        }
    }
    Ok(ours)
}

fn changes(db: &Db, outcome: Outcome, values: &mut Vec<Value>) -> String {
    let now = db.now_plus(TimeDelta::zero());
    match outcome {
        Outcome::Succeeded => {
            format!("state = 'succeeded', finished_at = {now}, error_code = NULL")
        }
        Outcome::Cancelled => {
            format!("state = 'cancelled', finished_at = {now}, error_code = NULL")
        }
        Outcome::Failed(code) => {
            values.push(code.into());
            format!("state = 'failed', finished_at = {now}, error_code = $1")
        }
        Outcome::Retry(code, after) => {
            values.push(code.into());
            let after = TimeDelta::from_std(after).unwrap_or(TimeDelta::hours(1));
            format!(
                "state = 'queued', dispatched_at = NULL, error_code = $1, run_at = {}",
                db.now_plus(after)
            )
        }
        Outcome::GivenBack => {
            "state = 'queued', dispatched_at = NULL, attempt = attempt - 1".to_owned()
        }
        Outcome::NotBegun => "state = 'queued', dispatched_at = NULL, attempt = attempt - 1, \
             started_at = CASE WHEN attempt > 1 THEN started_at END"
            .to_owned(),
    }
}
