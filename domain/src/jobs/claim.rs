//! Claims jobs: from here on exactly one run owns each, for as long as its lease lasts.

use std::fmt::Write;

use chrono::TimeDelta;
use sea_orm::Value;
use uuid::Uuid;

use super::{JobClass, JobKind, JobRef, Lease};
use crate::db::Db;
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
    let tx = db.system().await?;
    tx.may_be_forgotten().await?;
    let now = tx.now_plus(TimeDelta::zero());
    let mut values: Vec<Value> = Vec::with_capacity(jobs.len() * 3);
    let list = wanted(db, &jobs, &mut values);
    let sql = format!(
        "UPDATE jobs SET state = 'running', epoch = epoch + 1, attempt = attempt + 1, lease_token = wanted.column3, \
           lease_until = {until}, started_at = COALESCE(started_at, {now}), updated_at = {now} \
         FROM (VALUES {list}) AS wanted \
         WHERE jobs.tenant_id = wanted.column1 AND jobs.id = wanted.column2 AND run_at <= {now} \
           AND (state = 'queued' OR (state = 'running' AND lease_until < {now})){not_stopped} \
         RETURNING tenant_id, id, kind, args, attempt, max_attempts, epoch, lease_token, cancel_requested_at, trace_parent",
        until = tx.now_plus(lease),
        not_stopped = if class == JobClass::Scan {
            SCANS_NOT_STOPPED
        } else {
            ""
        },
    );
    let rows = tx.query(sql, values).await?;
    tx.commit().await?;
    rows.iter().map(read).collect()
}

/// The kill switches, platform-wide and of the tenant.
const SCANS_NOT_STOPPED: &str = " \
    AND NOT EXISTS (SELECT 1 FROM kill_switches WHERE name = 'scans' AND engaged_at IS NOT NULL) \
    AND NOT EXISTS (SELECT 1 FROM tenants WHERE tenants.id = jobs.tenant_id AND scans_stopped_at IS NOT NULL)";

fn wanted(db: &Db, jobs: &[JobRef], values: &mut Vec<Value>) -> String {
    let cast = db.dialect().uuid_cast();
    let mut list = String::new();
    for job in jobs {
        let n = values.len();
        let comma = if n == 0 { "" } else { ", " };
        let _ = write!(
            list,
            "{comma}(${}{cast}, ${}{cast}, ${}{cast})",
            n + 1,
            n + 2,
            n + 3
        );
        let token = rng::random_id(db.services().rng.as_ref());
        values.extend([job.tenant_id.into(), job.job_id.into(), token.into()]);
    }
    list
}

fn read(row: &sea_orm::QueryResult) -> Result<Claimed, AppError> {
    let tenant_id: Uuid = row.try_get("", "tenant_id")?;
    let kind: String = row.try_get("", "kind")?;
    let cancel_requested_at: Option<chrono::DateTime<chrono::Utc>> =
        row.try_get("", "cancel_requested_at")?;
    Ok(Claimed {
        lease: Lease {
            job: JobRef {
                tenant_id,
                job_id: row.try_get("", "id")?,
            },
            epoch: row.try_get("", "epoch")?,
            token: row.try_get("", "lease_token")?,
        },
        scope: TenantScope::verified(tenant_id),
        kind: kind.parse().ok(),
        args: row.try_get("", "args")?,
        attempt: row.try_get("", "attempt")?,
        max_attempts: row.try_get("", "max_attempts")?,
        is_cancel_requested: cancel_requested_at.is_some(),
        trace_parent: row.try_get("", "trace_parent")?,
    })
}
