//! Cancels a scan: one that waits at once, one that runs within its worker's next heartbeat.

use uuid::Uuid;
use xorb_entities::ids::ScanId;
use xorb_entities::scans::{ScanState, ScanStepState, scan};

use super::queries::{self, StepsEnd};
use super::state::is_live;
use super::view::ScanView;
use crate::audit::{AuditAction, AuditEvent};
use crate::db::TenantTx;
use crate::events::Topic;
use crate::identity::{Actor, Permission};
use crate::jobs::{self, CancelRequest};
use crate::{AppError, Core, UserErrorCode};

/// Which scan to cancel.
#[derive(Clone, Copy, Debug)]
pub struct CancelScan {
    /// The scan.
    pub scan_id: Uuid,
}

/// Cancels a scan. Cancelling it again changes nothing.
///
/// # Errors
/// User error `INVALID_STATE` if it has ended otherwise; `NotFound`, `Forbidden`.
#[tracing::instrument(skip_all)]
pub async fn cancel_scan(
    core: &Core,
    actor: &Actor,
    input: CancelScan,
) -> Result<ScanView, AppError> {
    let object = ScanId::from(input.scan_id);
    core.authorise(actor, Permission::ScansCancel, Some(&object.to_string()))
        .await?;
    let tx = core.db.write(&actor.scope).await?;
    // The job is locked before the scan, in the order in which its worker does it.
    let found = queries::find_scan(&tx, input.scan_id)
        .await?
        .ok_or(AppError::NotFound("scan"))?;
    let request = match found.job_id {
        Some(job_id) => jobs::request_cancel(&tx, job_id).await?,
        None => CancelRequest::HasEnded,
    };
    let scan = queries::lock_scan(&tx, input.scan_id)
        .await?
        .ok_or(AppError::NotFound("scan"))?;
    if scan.state == ScanState::Cancelled {
        return Ok(scan.into());
    }
    if !is_live(scan.state) {
        return Err(AppError::user(
            UserErrorCode::InvalidState,
            "scanId",
            "this scan has ended already",
        ));
    }
    let scan = match request {
        CancelRequest::IsRunning => note_cancel_request(&tx, scan).await?,
        CancelRequest::Cancelled | CancelRequest::HasEnded => cancel_at_once(&tx, scan).await?,
    };
    tx.record(AuditEvent::new(AuditAction::ScanCancelled, actor).object(object));
    tx.commit().await?;
    Ok(scan.into())
}

/// Ends a scan that no worker is running.
pub(crate) async fn cancel_at_once(
    tx: &TenantTx,
    mut scan: scan::Model,
) -> Result<scan::Model, AppError> {
    scan.cancel_requested_at = scan.cancel_requested_at.or(Some(tx.now()));
    let ends = StepsEnd {
        running: ScanStepState::Cancelled,
        pending: ScanStepState::Cancelled,
        error_code: None,
    };
    queries::end_open_steps(tx, scan.id, ends).await?;
    queries::end_scan(tx, scan, ScanState::Cancelled, None).await
}

/// Leaves word for the worker that runs it, whose heartbeat reads it from the job.
pub(crate) async fn note_cancel_request(
    tx: &TenantTx,
    mut scan: scan::Model,
) -> Result<scan::Model, AppError> {
    scan.cancel_requested_at = scan.cancel_requested_at.or(Some(tx.now()));
    tx.wake(Topic::Scan(scan.id));
    queries::update_scan(tx, scan).await
}
