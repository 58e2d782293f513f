//! The second and third authorisation of a scan: when its job is claimed, and before each step.

use uuid::Uuid;
use xorb_entities::assets::{asset, asset_verification};

use crate::AppError;
use crate::assets;
use crate::db::TenantTx;
use crate::scans::queries;

/// The code of a scan that a kill switch ended.
pub const SCANS_STOPPED: &str = "scans_stopped";

/// Whether a scan of this asset may go on. The refusal is a code that people see.
pub(super) async fn authorise(
    tx: &TenantTx,
    asset_id: Uuid,
) -> Result<Result<(asset::Model, asset_verification::Model), &'static str>, AppError> {
    if queries::find_engaged_switch(tx).await?.is_some() {
        return Ok(Err(SCANS_STOPPED));
    }
    let Some((asset, verification)) = assets::queries::find_with_verification(tx, asset_id).await?
    else {
        return Ok(Err("asset_deleted"));
    };
    if !assets::is_proven(&verification, tx.now()) {
        return Ok(Err("asset_not_verified"));
    }
    Ok(Ok((asset, verification)))
}
