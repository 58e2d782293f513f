//! Reads one asset, or those that other objects name.

use std::collections::HashMap;

use uuid::Uuid;
use xorb_entities::ids::AssetId;

use super::queries;
use super::view::{self, AssetView};
use crate::AppError;
use crate::db::ReadSession;
use crate::identity::Permission;

/// One asset.
///
/// # Errors
/// `NotFound` if there is none in this tenant, or it was deleted; `Forbidden`.
#[tracing::instrument(skip_all)]
pub async fn asset(reads: &ReadSession, id: Uuid) -> Result<AssetView, AppError> {
    let object = AssetId::from(id).to_string();
    reads
        .authorise(Permission::AssetsRead, Some(&object))
        .await?;
    let tx = reads.tx().await?;
    let asset = queries::find_asset(&tx, id)
        .await?
        .ok_or(AppError::NotFound("asset"))?;
    view::of_asset(&tx, asset).await
}

/// The assets that scans and findings name, deleted ones too. Whoever sees those sees these.
///
/// # Errors
/// As the database says.
pub async fn load_assets(
    reads: &ReadSession,
    ids: &[Uuid],
) -> Result<HashMap<Uuid, AssetView>, AppError> {
    let tx = reads.tx().await?;
    let assets = queries::find_assets_with_deleted(&tx, ids).await?;
    let views = view::of_assets(&tx, assets).await?;
    Ok(views.into_iter().map(|view| (view.id, view)).collect())
}
