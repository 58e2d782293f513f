//! Claims jobs: from here on exactly one run owns each, for as long as its lease lasts.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::Value;

use super::held::wanted;
use super::switches::SCANS_ARE_STOPPED;
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
    /// A scan that was begun, and may not go on.
    pub is_scan_stopped: bool,
    /// The `traceparent` of what enqueued it, if that is exported.
    pub trace_parent: Option<String>,
    /// From when it was due to this claim.
    pub waited: TimeDelta,
}

/// Claims those of `jobs` that are still free. A duplicate or stale message matches nothing; a scan waits while
/// scans are stopped, unless it was begun.
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
    let (sql, values) = match class {
        JobClass::Scan => statement(db, &jobs, lease, &Conditions::of_scans("TRUE")),
        _ => statement(db, &jobs, lease, &Conditions::default()),
    };
    let rows = db
        .query_jobs(Durability::MayBeForgotten, sql, values)
        .await?;
    rows.iter().map(read).collect()
}

/// How many scans may run at once, wherever they run.
#[derive(Clone, Copy, Debug)]
pub struct ScanLimits {
    /// Of one target.
    pub of_target: u32,
    /// Of one tenant, unless its plan says otherwise.
    pub of_tenant: usize,
}

/// Claims scans as `claim` does, but none whose target or tenant has as many running as it may. Scans are claimed one after the
/// other, so that each sees those before it.
///
/// # Errors
/// As the database says; what was claimed before then waits for its lease to expire.
pub async fn claim_scans(
    db: &Db,
    jobs: &[JobRef],
    lease: TimeDelta,
    limits: ScanLimits,
) -> Result<Vec<Claimed>, AppError> {
    let ScanLimits {
        of_target,
        of_tenant,
    } = limits;
    let has_room = format!(
        "{TARGET_RUNS} < {of_target} AND {TENANT_RUNS} < \
         COALESCE((SELECT running_scans FROM tenants WHERE tenants.id = jobs.tenant_id), {of_tenant})"
    );
    let mut claimed = Vec::with_capacity(jobs.len());
    for job in jobs {
        let (sql, values) = statement(db, &[*job], lease, &Conditions::of_scans(&has_room));
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

/// How many other scans of the same tenant run.
const TENANT_RUNS: &str = "(SELECT count(*) FROM jobs AS other WHERE other.class = 'scan' AND other.state = 'running' \
                           AND other.tenant_id = jobs.tenant_id AND other.id <> jobs.id)";

/// What a class asks beyond being free.
struct Conditions {
    /// May it be claimed?
    may: String,
    /// Is it to be stopped at once?
    is_stopped: &'static str,
}

impl Default for Conditions {
    fn default() -> Self {
        Self {
            may: "TRUE".to_owned(),
            is_stopped: "FALSE",
        }
    }
}

impl Conditions {
    /// A scan waits while scans are stopped. One that was begun is claimed all the same, to be ended: whoever ran it may be
    /// gone.
    fn of_scans(may: &str) -> Self {
        Self {
            may: format!("{may} AND (started_at IS NOT NULL OR NOT {SCANS_ARE_STOPPED})"),
            is_stopped: SCANS_ARE_STOPPED,
        }
    }
}

fn statement(
    db: &Db,
    jobs: &[JobRef],
    lease: TimeDelta,
    conditions: &Conditions,
) -> (String, Vec<Value>) {
    let token = || rng::random_id(db.services().rng.as_ref());
    let jobs: Vec<_> = jobs.iter().map(|job| (*job, token())).collect();
    let mut values: Vec<Value> = Vec::new();
    let sql = format!(
        "UPDATE jobs SET state = 'running', epoch = epoch + 1, attempt = attempt + 1, lease_token = wanted.column3, \
           lease_until = {until}, started_at = COALESCE(started_at, {now}), updated_at = {now} \
         FROM {wanted} \
         WHERE jobs.tenant_id = wanted.column1 AND jobs.id = wanted.column2 AND run_at <= {now} \
           AND (state = 'queued' OR (state = 'running' AND lease_until < {now})) AND {may} \
         RETURNING tenant_id, id, kind, args, attempt, max_attempts, epoch, lease_token, cancel_requested_at, trace_parent, \
           run_at, updated_at, {is_stopped} AS stopped",
        until = db.now_plus(lease),
        now = db.now_plus(TimeDelta::zero()),
        wanted = wanted(db.dialect(), &jobs, &mut values),
        may = conditions.may,
        is_stopped = conditions.is_stopped,
    );
    (sql, values)
}

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
        is_scan_stopped: row.try_get("", "stopped")?,
        trace_parent: row.try_get("", "trace_parent")?,
        waited: claimed_at - due_at,
    })
}
