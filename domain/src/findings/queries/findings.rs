//! Reads and writes single findings.
#![expect(clippy::disallowed_methods, reason = "a query module")]

use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect, Select,
};
use uuid::Uuid;
use xorb_entities::findings::{FindingState, finding};

use crate::AppError;
use crate::db::TenantTx;

pub(super) fn all(tx: &TenantTx) -> Select<finding::Entity> {
    finding::Entity::find().filter(finding::Column::TenantId.eq(tx.tenant_id()))
}

/// One finding.
pub(crate) async fn find_finding(
    tx: &TenantTx,
    id: Uuid,
) -> Result<Option<finding::Model>, AppError> {
    let select = all(tx).filter(finding::Column::Id.eq(id));
    Ok(select.one(tx.conn()).await?)
}

/// One finding, locked until the transaction ends.
pub(crate) async fn lock_finding(
    tx: &TenantTx,
    id: Uuid,
) -> Result<Option<finding::Model>, AppError> {
    let select = all(tx).filter(finding::Column::Id.eq(id)).lock_exclusive();
    Ok(select.one(tx.conn()).await?)
}

/// The findings of these ids.
pub(crate) async fn find_findings(
    tx: &TenantTx,
    ids: &[Uuid],
) -> Result<Vec<finding::Model>, AppError> {
    let select = all(tx).filter(finding::Column::Id.is_in(ids.iter().copied()));
    Ok(select.all(tx.conn()).await?)
}

/// The findings of an asset that are said to be fixed.
pub(crate) async fn find_fixed_unverified(
    tx: &TenantTx,
    asset_id: Uuid,
) -> Result<Vec<finding::Model>, AppError> {
    let select = all(tx)
        .filter(finding::Column::AssetId.eq(asset_id))
        .filter(finding::Column::State.eq(FindingState::FixedUnverified));
    Ok(select.all(tx.conn()).await?)
}

/// Stores what changed.
pub(crate) async fn update_finding(
    tx: &TenantTx,
    finding: finding::Model,
) -> Result<finding::Model, AppError> {
    Ok(finding
        .into_active_model()
        .reset_all()
        .update(tx.conn())
        .await?)
}
