//! Stores what the proof of ownership at a scan's start has shown.

use super::ScanTicket;
use crate::AppError;
use crate::assets;
use crate::db::TenantTx;
use crate::events::Topic;
use crate::net::{ProofOutcome, ProofState};
use crate::scans::queries;
use xorb_entities::scans::ScanState;

/// Stores the attempt; if it succeeded, the scan is running from here on.
///
/// # Errors
/// `NotFound` if the scan is gone; as the database says.
pub async fn record_proof(
    tx: &TenantTx,
    ticket: &ScanTicket,
    proof: &ProofOutcome,
) -> Result<(), AppError> {
    let mut scan = queries::lock_scan(tx, ticket.scan_id)
        .await?
        .ok_or(AppError::NotFound("scan"))?;
    // An asset that was deleted meanwhile keeps its revoked proof.
    if let Some((_, before)) = assets::queries::find_with_verification(tx, ticket.asset_id).await? {
        let after = assets::after_attempt(before, proof, tx.now());
        assets::queries::update_verification(tx, after).await?;
    }
    if proof.state == ProofState::Verified && scan.state == ScanState::Authorizing {
        scan.state = ScanState::Running;
        tx.wake(Topic::Scan(scan.id));
        queries::update_scan(tx, scan).await?;
    }
    Ok(())
}
