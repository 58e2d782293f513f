//! Keeps leases alive, and carries back what a running handler must know.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::Value;

use super::held::held;
use super::switches::SCANS_ARE_STOPPED;
use super::{JobRef, Lease};
use crate::AppError;
use crate::db::{Db, Durability};

/// What one heartbeat said about a job that is still ours. A job without a beat has been taken away.
#[derive(Clone, Copy, Debug)]
pub struct Beat {
    /// The job.
    pub job: JobRef,
    /// Somebody asked to cancel it.
    pub is_cancel_requested: bool,
    /// Scans are stopped, for the platform or for this tenant.
    pub is_scan_stopped: bool,
}

/// Extends the leases and returns a beat for each that still holds.
///
/// # Errors
/// As the database says.
pub async fn heartbeat(db: &Db, leases: &[Lease], lease: TimeDelta) -> Result<Vec<Beat>, AppError> {
    if leases.is_empty() {
        return Ok(Vec::new());
    }
    let mut values: Vec<Value> = Vec::new();
    let sql = format!(
        "UPDATE jobs SET lease_until = {until} FROM {held} \
         WHERE jobs.tenant_id = held.column1 AND jobs.id = held.column2 \
           AND jobs.epoch = held.column3 AND jobs.lease_token = held.column4 \
         RETURNING tenant_id, id, cancel_requested_at, {SCANS_ARE_STOPPED} AS stopped",
        until = db.now_plus(lease),
        held = held(db.dialect(), leases, &mut values),
    );
    let rows = db
        .query_jobs(Durability::MayBeForgotten, sql, values)
        .await?;
    rows.iter()
        .map(|row| {
            let cancel_requested_at: Option<DateTime<Utc>> =
                row.try_get("", "cancel_requested_at")?;
            Ok(Beat {
                job: JobRef {
                    tenant_id: row.try_get("", "tenant_id")?,
                    job_id: row.try_get("", "id")?,
                },
                is_cancel_requested: cancel_requested_at.is_some(),
                is_scan_stopped: row.try_get("", "stopped")?,
            })
        })
        .collect()
}
