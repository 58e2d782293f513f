//! Cancels the scans that the person started and that have not ended.

use uuid::Uuid;
use xorb_entities::ids::ScanId;

use crate::AppError;
use crate::audit::{AuditAction, AuditEvent};
use crate::db::TenantTx;
use crate::identity::Actor;
use crate::jobs::{self, CancelRequest};
use crate::privacy::People;
use crate::scans;

/// Cancels them: one that waits at once, one that runs through its worker. The job is locked before the scan.
///
/// # Errors
/// As the database says.
pub(super) async fn cancel_scans(tx: &TenantTx, people: &People) -> Result<(), AppError> {
    let sql = format!(
        "SELECT id, job_id FROM scans WHERE tenant_id = $1 AND {} AND state IN ('queued', 'authorizing', 'running') \
         ORDER BY id",
        people.is_subject(tx, "subject_id")
    );
    for row in tx.query(sql, people.values(tx)).await? {
        let (id, job_id): (Uuid, Option<Uuid>) =
            (row.try_get("", "id")?, row.try_get("", "job_id")?);
        let request = match job_id {
            Some(job_id) => jobs::request_cancel(tx, job_id).await?,
            None => CancelRequest::HasEnded,
        };
        let Some(scan) = scans::queries::lock_scan(tx, id).await? else {
            continue;
        };
        match request {
            CancelRequest::IsRunning => scans::note_cancel_request(tx, scan).await?,
            CancelRequest::Cancelled | CancelRequest::HasEnded => {
                scans::cancel_at_once(tx, scan).await?
            }
        };
        let event = AuditEvent::new(AuditAction::ScanCancelled, &Actor::system(*tx.scope()));
        tx.record(event.object(ScanId::from(id)));
    }
    Ok(())
}
