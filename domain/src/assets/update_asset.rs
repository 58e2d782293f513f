//! Renames an asset. Its address never changes: another address is another asset, with a proof of its own.

use uuid::Uuid;
use xorb_entities::ids::AssetId;

use super::view::{self, AssetView};
use super::{asset_name, queries};
use crate::audit::{AuditAction, AuditEvent};
use crate::expected_version::check_version;
use crate::identity::{Actor, Permission};
use crate::{AppError, Core};

/// What to change.
#[derive(Clone, Debug)]
pub struct UpdateAsset {
    /// The asset.
    pub asset_id: Uuid,
    /// Its new name.
    pub name: String,
    /// The version that the change was made from; not checked if it is not said.
    pub expected_version: Option<i32>,
}

/// Renames an asset, unless somebody else changed it meanwhile.
///
/// # Errors
/// `Conflict` if its version is another; user error `INVALID_INPUT`; `NotFound`, `Forbidden`.
#[tracing::instrument(skip_all)]
pub async fn update_asset(
    core: &Core,
    actor: &Actor,
    input: UpdateAsset,
) -> Result<AssetView, AppError> {
    let object = AssetId::from(input.asset_id);
    core.authorise(actor, Permission::AssetsManage, Some(&object.to_string()))
        .await?;
    let name = asset_name::parse(&input.name)?;
    let tx = core.db.write(&actor.scope).await?;
    let (asset, _) = queries::lock_asset(&tx, input.asset_id)
        .await?
        .ok_or(AppError::NotFound("asset"))?;
    check_version("asset", asset.version, input.expected_version)?;
    let asset = queries::rename_asset(&tx, asset, name).await?;
    let view = view::of_asset(&tx, asset).await?;
    tx.record(AuditEvent::new(AuditAction::AssetUpdated, actor).object(object));
    tx.commit().await?;
    Ok(view)
}
