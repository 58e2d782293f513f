//! Authorises a scan once more, before one of its steps.

use xorb_entities::scans::ScanStepState;

use super::authorise::authorise;
use super::{ScanTicket, StepTicket};
use crate::AppError;
use crate::db::TenantTx;
use crate::events::Topic;
use crate::scans::queries;
use crate::scans::state::{is_live, is_over};

/// Whether the step may begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BeginStep {
    /// It may.
    Go,
    /// The scan may not go on; the code says why.
    Refused(&'static str),
    /// An earlier run has had it.
    IsOver,
}

/// Authorises the scan a third time and marks the step as running.
///
/// # Errors
/// `NotFound` if scan or step are gone; as the database says.
pub async fn begin_step(
    tx: &TenantTx,
    ticket: &ScanTicket,
    step: &StepTicket,
) -> Result<BeginStep, AppError> {
    let scan = queries::lock_scan(tx, ticket.scan_id)
        .await?
        .ok_or(AppError::NotFound("scan"))?;
    let mut row = queries::find_step(tx, step.id)
        .await?
        .ok_or(AppError::NotFound("step"))?;
    if is_over(row.state) {
        return Ok(BeginStep::IsOver);
    }
    if !is_live(scan.state) {
        return Ok(BeginStep::Refused("scan_ended"));
    }
    if let Err(code) = authorise(tx, scan.asset_id).await? {
        return Ok(BeginStep::Refused(code));
    }
    row.state = ScanStepState::Running;
    row.started_at = row.started_at.or(Some(tx.now()));
    queries::update_step(tx, row).await?;
    tx.wake(Topic::Scan(scan.id));
    Ok(BeginStep::Go)
}
