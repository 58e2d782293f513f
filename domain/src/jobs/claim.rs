//! Claims jobs: from here on exactly one run owns each, for as long as its lease lasts.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::Value;

use super::held::wanted;
use super::{JobClass, JobKind, JobRef, Lease};
use crate::db::{Db, Durability};
use crate::tenants::TenantScope;
use crate::{AppError, rng};

/// A job that this process now owns.
#[derive(Clone, Debug)]
pub struct Claimed {
    /// The claim.
    pub lease: Lease,
    /// The scope its handler works in.
    pub scope: TenantScope,
    /// What it does; `None` if this version does not know the kind.
    pub kind: Option<JobKind>,
    /// Its arguments: ids.
    pub args: serde_json::Value,
    /// Counts from 1.
    pub attempt: i32,
    /// The last attempt that counts.
    pub max_attempts: i32,
    /// Somebody asked to cancel it.
    pub is_cancel_requested: bool,
    /// The `traceparent` of what enqueued it, if that is exported.
    pub trace_parent: Option<String>,
    /// From when it was due to this claim.
    pub waited: TimeDelta,
}

/// Claims those of `jobs` that are still free. A duplicate or stale message matches nothing; a stopped scan waits.
///
/// # Errors
/// As the database says.
pub async fn claim(
    db: &Db,
    class: JobClass,
    jobs: &[JobRef],
    lease: TimeDelta,
) -> Result<Vec<Claimed>, AppError> {
    if jobs.is_empty() {
        return Ok(Vec::new());
    }
    let mut jobs = jobs.to_vec();
    jobs.sort_unstable();
    jobs.dedup();
    let (sql, values) = statement(db, &jobs, lease, if_scan(class));
    let rows = db
        .query_jobs(Durability::MayBeForgotten, sql, values)
        .await?;
    rows.iter().map(read).collect()
}

/// Claims scans as `claim` does, but none of a target of which so many run already, wherever they run. Scans are claimed one
/// after the other, so that each sees those before it.
///
/// # Errors
/// As the database says; what was claimed before then waits for its lease to expire.
pub async fn claim_scans(
    db: &Db,
    jobs: &[JobRef],
    lease: TimeDelta,
    running_at_most: u32,
) -> Result<Vec<Claimed>, AppError> {
    let mut claimed = Vec::with_capacity(jobs.len());
    for job in jobs {
        let conditions = format!("{SCANS_NOT_STOPPED} AND {TARGET_RUNS} < {running_at_most}");
        let (sql, values) = statement(db, &[*job], lease, &conditions);
        let tx = db.system().await?;
        if let Some(turn) = tx.dialect().take_turns() {
            tx.query(turn.to_owned(), [CLAIM_SCANS_LOCK.into()]).await?;
        }
        let rows = tx.query(sql, values).await?;
        tx.commit().await?;
        for row in &rows {
            claimed.push(read(row)?);
        }
    }
    Ok(claimed)
}

/// The advisory lock of whoever claims scans.
const CLAIM_SCANS_LOCK: i64 = 0x584f_5242_0002;

/// How many other scans of the same target run.
const TARGET_RUNS: &str = "(SELECT count(*) FROM jobs AS other WHERE other.class = 'scan' AND other.state = 'running' \
                           AND other.target_key = jobs.target_key AND other.id <> jobs.id)";

fn if_scan(class: JobClass) -> &'static str {
    if class == JobClass::Scan {
        SCANS_NOT_STOPPED
    } else {
        ""
    }
}

fn statement(db: &Db, jobs: &[JobRef], lease: TimeDelta, conditions: &str) -> (String, Vec<Value>) {
    let token = || rng::random_id(db.services().rng.as_ref());
    let jobs: Vec<_> = jobs.iter().map(|job| (*job, token())).collect();
    let mut values: Vec<Value> = Vec::new();
    let sql = format!(
        "UPDATE jobs SET state = 'running', epoch = epoch + 1, attempt = attempt + 1, lease_token = wanted.column3, \
           lease_until = {until}, started_at = COALESCE(started_at, {now}), updated_at = {now} \
         FROM {wanted} \
         WHERE jobs.tenant_id = wanted.column1 AND jobs.id = wanted.column2 AND run_at <= {now} \
           AND (state = 'queued' OR (state = 'running' AND lease_until < {now})){conditions} \
         RETURNING tenant_id, id, kind, args, attempt, max_attempts, epoch, lease_token, cancel_requested_at, trace_parent, \
           run_at, updated_at",
        until = db.now_plus(lease),
        now = db.now_plus(TimeDelta::zero()),
        wanted = wanted(db.dialect(), &jobs, &mut values),
    );
    (sql, values)
}

/// The kill switches, platform-wide and of the tenant.
const SCANS_NOT_STOPPED: &str = " \
    AND NOT EXISTS (SELECT 1 FROM kill_switches WHERE name = 'scans' AND engaged_at IS NOT NULL) \
    AND NOT EXISTS (SELECT 1 FROM tenants WHERE tenants.id = jobs.tenant_id AND scans_stopped_at IS NOT NULL)";

fn read(row: &sea_orm::QueryResult) -> Result<Claimed, AppError> {
    let job = JobRef {
        tenant_id: row.try_get("", "tenant_id")?,
        job_id: row.try_get("", "id")?,
    };
    let kind: String = row.try_get("", "kind")?;
    let cancel_requested_at: Option<DateTime<Utc>> = row.try_get("", "cancel_requested_at")?;
    let due_at: DateTime<Utc> = row.try_get("", "run_at")?;
    let claimed_at: DateTime<Utc> = row.try_get("", "updated_at")?;
    Ok(Claimed {
        lease: Lease {
            job,
            epoch: row.try_get("", "epoch")?,
            token: row.try_get("", "lease_token")?,
        },
        scope: TenantScope::verified(job.tenant_id),
        kind: kind.parse().ok(),
        // What can't be read is no argument: that job fails, and not all that were claimed with it.
        args: row.try_get("", "args").unwrap_or_default(),
        attempt: row.try_get("", "attempt")?,
        max_attempts: row.try_get("", "max_attempts")?,
        is_cancel_requested: cancel_requested_at.is_some(),
        trace_parent: row.try_get("", "trace_parent")?,
        waited: claimed_at - due_at,
    })
}
