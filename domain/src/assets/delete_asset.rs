//! Deletes an asset: it can't be scanned any more and its proof is revoked. Its scans and findings stay.

use uuid::Uuid;
use xorb_entities::ids::AssetId;

use super::queries;
use crate::audit::{AuditAction, AuditEvent};
use crate::identity::{Actor, Permission};
use crate::scans;
use crate::{AppError, Core, UserErrorCode};

/// What to delete.
#[derive(Clone, Copy, Debug)]
pub struct DeleteAsset {
    /// The asset.
    pub asset_id: Uuid,
}

/// Deletes an asset and returns its id.
///
/// # Errors
/// User error `INVALID_STATE` while a scan of it waits or runs; `NotFound`, `Forbidden`.
#[tracing::instrument(skip_all)]
pub async fn delete_asset(
    core: &Core,
    actor: &Actor,
    input: DeleteAsset,
) -> Result<Uuid, AppError> {
    let object = AssetId::from(input.asset_id);
    core.authorise(actor, Permission::AssetsManage, Some(&object.to_string()))
        .await?;
    let tx = core.db.write(&actor.scope).await?;
    let (asset, verification) = queries::lock_asset(&tx, input.asset_id)
        .await?
        .ok_or(AppError::NotFound("asset"))?;
    if scans::queries::has_live_scan(&tx, asset.id).await? {
        return Err(AppError::user(
            UserErrorCode::InvalidState,
            "assetId",
            "a scan of this asset waits or runs; cancel it first",
        ));
    }
    queries::mark_asset_deleted(&tx, asset, verification).await?;
    tx.record(AuditEvent::new(AuditAction::AssetDeleted, actor).object(object));
    tx.commit().await?;
    Ok(input.asset_id)
}
