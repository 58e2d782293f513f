//! Reads and writes proofs of ownership.
#![expect(clippy::disallowed_methods, reason = "a query module")]

use std::collections::HashMap;

use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
};
use uuid::Uuid;
use xorb_entities::assets::asset_verification;

use crate::AppError;
use crate::db::TenantTx;
use crate::privacy::mentions::{self, IndexedRow, Mentioned};

/// The newest verification of each asset.
pub(crate) async fn current_verifications(
    tx: &TenantTx,
    asset_ids: &[Uuid],
) -> Result<HashMap<Uuid, asset_verification::Model>, AppError> {
    let select = asset_verification::Entity::find()
        .filter(asset_verification::Column::TenantId.eq(tx.tenant_id()))
        .filter(asset_verification::Column::AssetId.is_in(asset_ids.iter().copied()))
        .order_by_asc(asset_verification::Column::RequestedAt)
        .order_by_asc(asset_verification::Column::Id);
    let verifications = select.all(tx.conn()).await?;
    Ok(verifications
        .into_iter()
        .map(|verification| (verification.asset_id, verification))
        .collect())
}

/// Adds one.
pub(crate) async fn insert_verification(
    tx: &TenantTx,
    verification: asset_verification::ActiveModel,
) -> Result<(), AppError> {
    verification.insert(tx.conn()).await?;
    Ok(())
}

/// Stores what an attempt changed.
pub(crate) async fn update_verification(
    tx: &TenantTx,
    verification: asset_verification::Model,
) -> Result<(), AppError> {
    let verification = verification
        .into_active_model()
        .reset_all()
        .update(tx.conn())
        .await?;
    let mentioned = verification.resolved_ips.as_ref().map(Mentioned::by_json);
    let row = IndexedRow::new(verification.id, mentioned.unwrap_or_default());
    mentions::index_row(tx, mentions::ASSET_VERIFICATIONS, row).await
}
