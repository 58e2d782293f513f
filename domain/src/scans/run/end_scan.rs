//! The ends of a scan. Each is safe to repeat: a scan that has ended stays as it is.

use sea_orm::ActiveEnum;
use serde_json::json;
use uuid::Uuid;
use xorb_entities::ids::ScanId;
use xorb_entities::scans::{ScanState, ScanStepState, scan};

use super::authorise::SCANS_STOPPED;
use crate::AppError;
use crate::audit::{AuditAction, AuditEvent, Outcome};
use crate::db::TenantTx;
use crate::identity::Actor;
use crate::scans::queries::{self, StepsEnd};
use crate::scans::state::{is_live, outcome};

/// Ends a scan whose steps are over; they decide how.
///
/// # Errors
/// `NotFound` if the scan is gone; as the database says.
pub async fn finish_scan(tx: &TenantTx, scan_id: Uuid) -> Result<(), AppError> {
    let Some(scan) = lock_live(tx, scan_id).await? else {
        return Ok(());
    };
    let steps = queries::find_steps(tx, &[scan_id]).await?;
    let states: Vec<ScanStepState> = steps.iter().map(|step| step.state).collect();
    let state = outcome(&states);
    let error_code = match state {
        ScanState::Failed => steps.iter().find_map(|step| step.error_code.as_deref()),
        _ => None,
    };
    end(tx, scan, state, error_code).await
}

/// Ends a scan that can't go on.
///
/// # Errors
/// `NotFound` if the scan is gone; as the database says.
pub async fn fail_scan(tx: &TenantTx, scan_id: Uuid, code: &'static str) -> Result<(), AppError> {
    let steps = StepsEnd {
        running: ScanStepState::Failed,
        pending: ScanStepState::Skipped,
        error_code: Some(code),
    };
    end_early(tx, scan_id, steps, ScanState::Failed, Some(code)).await
}

/// Ends a running scan that somebody cancelled. What its steps have shown so far stays.
///
/// # Errors
/// `NotFound` if the scan is gone; as the database says.
pub async fn cancel_running_scan(tx: &TenantTx, scan_id: Uuid) -> Result<(), AppError> {
    let steps = StepsEnd {
        running: ScanStepState::Cancelled,
        pending: ScanStepState::Cancelled,
        error_code: None,
    };
    end_early(tx, scan_id, steps, ScanState::Cancelled, None).await
}

/// Ends a running scan because scans were stopped.
///
/// # Errors
/// `NotFound` if the scan is gone; as the database says.
pub async fn kill_scan(tx: &TenantTx, scan_id: Uuid) -> Result<(), AppError> {
    let steps = StepsEnd {
        running: ScanStepState::Cancelled,
        pending: ScanStepState::Cancelled,
        error_code: Some(SCANS_STOPPED),
    };
    end_early(tx, scan_id, steps, ScanState::Killed, Some(SCANS_STOPPED)).await
}

async fn end_early(
    tx: &TenantTx,
    scan_id: Uuid,
    steps: StepsEnd,
    state: ScanState,
    error_code: Option<&'static str>,
) -> Result<(), AppError> {
    let Some(scan) = lock_live(tx, scan_id).await? else {
        return Ok(());
    };
    queries::end_open_steps(tx, scan_id, steps).await?;
    end(tx, scan, state, error_code).await
}

async fn lock_live(tx: &TenantTx, scan_id: Uuid) -> Result<Option<scan::Model>, AppError> {
    let scan = queries::lock_scan(tx, scan_id)
        .await?
        .ok_or(AppError::NotFound("scan"))?;
    Ok(Some(scan).filter(|scan| is_live(scan.state)))
}

async fn end(
    tx: &TenantTx,
    scan: scan::Model,
    state: ScanState,
    error_code: Option<&str>,
) -> Result<(), AppError> {
    let outcome = match state {
        ScanState::Failed | ScanState::Killed => Outcome::Failure,
        _ => Outcome::Success,
    };
    tx.record(
        AuditEvent::new(AuditAction::ScanFinished, &Actor::system(*tx.scope()))
            .object(ScanId::from(scan.id))
            .outcome(outcome)
            .payload(
                None,
                json!({ "state": state.to_value(), "code": error_code }),
            ),
    );
    queries::end_scan(tx, scan, state, error_code).await?;
    Ok(())
}
