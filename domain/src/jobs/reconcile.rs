//! Repairs what crashes left: leases that nobody renews any more. Handing out again is part of `take`.

use chrono::TimeDelta;

use super::JobRef;
use crate::AppError;
use crate::db::{Db, Dialect, SystemTx};

/// Claims beyond the last attempt that are granted so that a handler can give up in order (mark its scan as failed).
const GRACE_CLAIMS: i32 = 3;

/// The advisory lock of the one process that reconciles.
const LEADER_LOCK: i64 = 0x584f_5242_0001;

/// What one pass repaired.
#[derive(Clone, Debug, Default)]
pub struct Reconciled {
    /// Jobs whose lease had expired and which wait again.
    pub requeued: Vec<JobRef>,
    /// Jobs that crashed their worker every time: dead letters.
    pub failed: Vec<JobRef>,
}

/// Takes expired leases back. Does nothing while another process does it.
///
/// # Errors
/// As the database says.
pub async fn reconcile(db: &Db) -> Result<Reconciled, AppError> {
    let tx = db.system().await?;
    let mut done = Reconciled::default();
    if !is_leader(&tx).await? {
        return Ok(done);
    }
    let now = tx.now_plus(TimeDelta::zero());
    let sql = format!(
        "UPDATE jobs SET \
           state = CASE WHEN attempt >= max_attempts + {GRACE_CLAIMS} THEN 'failed' ELSE 'queued' END, \
           finished_at = CASE WHEN attempt >= max_attempts + {GRACE_CLAIMS} THEN {now} END, \
           error_code = CASE WHEN attempt >= max_attempts + {GRACE_CLAIMS} THEN 'worker_lost' ELSE error_code END, \
           lease_token = NULL, lease_until = NULL, dispatched_at = NULL, updated_at = {now} \
         WHERE state = 'running' AND lease_until < {now} RETURNING tenant_id, id, state"
    );
    for row in tx.query(sql, []).await? {
        let job = JobRef {
            tenant_id: row.try_get("", "tenant_id")?,
            job_id: row.try_get("", "id")?,
        };
        let state: String = row.try_get("", "state")?;
        if state == "failed" {
            done.failed.push(job);
        } else {
            done.requeued.push(job);
        }
    }
    tx.commit().await?;
    Ok(done)
}

async fn is_leader(tx: &SystemTx) -> Result<bool, AppError> {
    if tx.dialect() == Dialect::Sqlite {
        return Ok(true);
    }
    let rows = tx
        .query(
            format!("SELECT pg_try_advisory_xact_lock({LEADER_LOCK}) AS leads"),
            [],
        )
        .await?;
    Ok(rows
        .first()
        .map_or(Ok(false), |row| row.try_get("", "leads"))?)
}
