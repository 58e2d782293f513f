//! Reads and writes assets.
#![expect(clippy::disallowed_methods, reason = "a query module")]

use sea_orm::ActiveValue::Set;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter,
    QuerySelect, Select,
};
use uuid::Uuid;
use xorb_entities::assets::{VerificationState, asset, asset_verification};

use super::verifications::{current_verifications, update_verification};
use crate::AppError;
use crate::db::TenantTx;
use crate::paging::{Page, newest_first};
use crate::privacy::mentions::{self, IndexedRow, Mentioned};

fn not_deleted(tx: &TenantTx) -> Select<asset::Entity> {
    asset::Entity::find()
        .filter(asset::Column::TenantId.eq(tx.tenant_id()))
        .filter(asset::Column::DeletedAt.is_null())
}

/// An asset that was not deleted.
pub(crate) async fn find_asset(tx: &TenantTx, id: Uuid) -> Result<Option<asset::Model>, AppError> {
    let select = not_deleted(tx).filter(asset::Column::Id.eq(id));
    Ok(select.one(tx.conn()).await?)
}

/// An asset that was not deleted, with its verification.
pub(crate) async fn find_with_verification(
    tx: &TenantTx,
    id: Uuid,
) -> Result<Option<(asset::Model, asset_verification::Model)>, AppError> {
    let asset = find_asset(tx, id).await?;
    with_verification(tx, asset).await
}

/// The same, locked until the transaction ends.
pub(crate) async fn lock_asset(
    tx: &TenantTx,
    id: Uuid,
) -> Result<Option<(asset::Model, asset_verification::Model)>, AppError> {
    let select = not_deleted(tx)
        .filter(asset::Column::Id.eq(id))
        .lock_exclusive();
    let asset = select.one(tx.conn()).await?;
    with_verification(tx, asset).await
}

async fn with_verification(
    tx: &TenantTx,
    asset: Option<asset::Model>,
) -> Result<Option<(asset::Model, asset_verification::Model)>, AppError> {
    let Some(asset) = asset else {
        return Ok(None);
    };
    let verification = current_verifications(tx, &[asset.id])
        .await?
        .remove(&asset.id)
        .ok_or_else(|| AppError::internal("an asset has no verification"))?;
    Ok(Some((asset, verification)))
}

/// The assets of these ids, whether deleted or not.
pub(crate) async fn find_assets_with_deleted(
    tx: &TenantTx,
    ids: &[Uuid],
) -> Result<Vec<asset::Model>, AppError> {
    let select = asset::Entity::find()
        .filter(asset::Column::TenantId.eq(tx.tenant_id()))
        .filter(asset::Column::Id.is_in(ids.iter().copied()));
    Ok(select.all(tx.conn()).await?)
}

/// A page, newest first, with one row more.
pub(crate) async fn list_assets(tx: &TenantTx, page: &Page) -> Result<Vec<asset::Model>, AppError> {
    let select = newest_first(
        not_deleted(tx),
        asset::Column::CreatedAt,
        asset::Column::Id,
        page,
    )?;
    Ok(select.all(tx.conn()).await?)
}

/// How many were not deleted.
pub(crate) async fn count_assets(tx: &TenantTx) -> Result<u64, AppError> {
    Ok(not_deleted(tx).count(tx.conn()).await?)
}

/// Adds an asset.
pub(crate) async fn insert_asset(
    tx: &TenantTx,
    asset: asset::ActiveModel,
) -> Result<asset::Model, AppError> {
    let asset = asset.insert(tx.conn()).await?;
    mentions::index_new_rows(tx, mentions::ASSETS, vec![indexed(&asset)]).await?;
    Ok(asset)
}

/// Gives it another name.
pub(crate) async fn rename_asset(
    tx: &TenantTx,
    asset: asset::Model,
    name: String,
) -> Result<asset::Model, AppError> {
    let version = asset.version.saturating_add(1);
    let mut changed = asset.into_active_model();
    changed.name = Set(name);
    changed.version = Set(version);
    changed.updated_at = Set(tx.now());
    let asset = changed.update(tx.conn()).await?;
    mentions::index_row(tx, mentions::ASSETS, indexed(&asset)).await?;
    Ok(asset)
}

fn indexed(asset: &asset::Model) -> IndexedRow {
    let texts = [&asset.name, &asset.address, &asset.host];
    IndexedRow::new(asset.id, Mentioned::by(texts.map(String::as_str)))
}

/// Hides it from lists and revokes its proof.
pub(crate) async fn mark_asset_deleted(
    tx: &TenantTx,
    asset: asset::Model,
    mut verification: asset_verification::Model,
) -> Result<(), AppError> {
    let version = asset.version.saturating_add(1);
    let mut changed = asset.into_active_model();
    changed.deleted_at = Set(Some(tx.now()));
    changed.version = Set(version);
    changed.updated_at = Set(tx.now());
    changed.update(tx.conn()).await?;
    verification.state = VerificationState::Revoked;
    update_verification(tx, verification).await
}
