//! The daily verification: a job for each trail that nobody has verified as a whole for a day.

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use crate::db::TenantTx;
use crate::jobs::{self, JobKind, NewJob};
use crate::tenants::every_tenant;
use crate::{AppError, Core};

/// While one of them is alive no second one is made, whoever asks.
const DEDUPE_KEY: &str = "whole_trail";

/// Enqueues the verifications that are due and returns how many. Any number of processes may do it.
///
/// # Errors
/// As the database says; the next call goes on where this one stopped.
pub async fn enqueue_due_verifications(core: &Core) -> Result<usize, AppError> {
    let mut enqueued = 0;
    let mut tenants = every_tenant(&core.db);
    while let Some(tenant) = tenants.next().await? {
        let scope = tenant.scope();
        if is_due(&core.db.read(&scope).await?).await? {
            let tx = core.db.write(&scope).await?;
            enqueue(&tx).await?;
            tx.commit().await?;
            enqueued += 1;
        }
    }
    Ok(enqueued)
}

/// Puts the verification of the whole trail into a transaction.
pub(super) async fn enqueue(tx: &TenantTx) -> Result<Uuid, AppError> {
    let job = NewJob::new(JobKind::VerifyAuditTrail).dedupe_key(DEDUPE_KEY);
    jobs::enqueue(tx, job).await
}

/// Whether the last whole verification, or else the trail's first event, was a day ago or more.
async fn is_due(tx: &TenantTx) -> Result<bool, AppError> {
    let sql = "SELECT COALESCE( \
                 (SELECT fully_checked_at FROM audit_verifications WHERE tenant_id = $1), \
                 (SELECT at FROM audit_events WHERE tenant_id = $1 ORDER BY seq LIMIT 1)) AS since";
    let rows = tx.query(sql, [tx.tenant_id().into()]).await?;
    let since: Option<DateTime<Utc>> = match rows.first() {
        Some(row) => row.try_get("", "since")?,
        None => None,
    };
    Ok(since.is_some_and(|since| tx.now() - since >= TimeDelta::days(1)))
}
