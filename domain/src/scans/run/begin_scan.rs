//! Begins a scan whose job was claimed, or takes it up where an earlier run left it.

use uuid::Uuid;
use xorb_entities::scans::ScanState;

use super::authorise::authorise;
use crate::AppError;
use crate::assets;
use crate::db::TenantTx;
use crate::events::Topic;
use crate::net::TargetAddress;
use crate::scans::queries;
use crate::scans::state::{is_live, is_over};

/// Whether the scan may begin.
#[derive(Debug)]
pub enum BeginScan {
    /// It may, once ownership is proven again.
    Go(Box<ScanTicket>),
    /// It may not; the code says why.
    Refused(&'static str),
    /// It has ended already: only the end of its job was lost.
    HasEnded,
}

/// What the worker needs to know.
#[derive(Debug)]
pub struct ScanTicket {
    /// The scan.
    pub scan_id: Uuid,
    /// Its asset.
    pub asset_id: Uuid,
    /// Where the asset is.
    pub target: TargetAddress,
    /// SHA-256 of the token that proves ownership.
    pub token_hash: [u8; 32],
    /// The steps that are still to be run, in order.
    pub steps: Vec<StepTicket>,
    /// How many steps it has in all.
    pub step_count: usize,
}

/// A step that is still to be run.
#[derive(Clone, Debug)]
pub struct StepTicket {
    /// The step.
    pub id: Uuid,
    /// Its place, from 0.
    pub position: i32,
    /// The engine's name.
    pub engine: String,
}

impl StepTicket {
    /// The name of the step's effect: an effect that is recorded is not had again.
    #[must_use]
    pub fn effect(&self) -> String {
        format!("step {}", self.position)
    }
}

/// Authorises the scan again and marks it as begun.
///
/// # Errors
/// `NotFound` if the scan is gone; as the database says.
pub async fn begin_scan(tx: &TenantTx, scan_id: Uuid) -> Result<BeginScan, AppError> {
    let mut scan = queries::lock_scan(tx, scan_id)
        .await?
        .ok_or(AppError::NotFound("scan"))?;
    if !is_live(scan.state) {
        return Ok(BeginScan::HasEnded);
    }
    let (asset, verification) = match authorise(tx, scan.asset_id).await? {
        Ok(authorised) => authorised,
        Err(code) => return Ok(BeginScan::Refused(code)),
    };
    if scan.state == ScanState::Queued {
        scan.state = ScanState::Authorizing;
        scan.started_at = Some(tx.now());
        tx.wake(Topic::Scan(scan_id));
        scan = queries::update_scan(tx, scan).await?;
    }
    let steps = queries::find_steps(tx, &[scan_id]).await?;
    Ok(BeginScan::Go(Box::new(ScanTicket {
        scan_id,
        asset_id: scan.asset_id,
        target: assets::target_of(&asset)?,
        token_hash: verification
            .token_hash
            .as_slice()
            .try_into()
            .map_err(AppError::internal)?,
        step_count: steps.len(),
        steps: steps
            .into_iter()
            .filter(|step| !is_over(step.state))
            .map(|step| StepTicket {
                id: step.id,
                position: step.position,
                engine: step.engine,
            })
            .collect(),
    })))
}
