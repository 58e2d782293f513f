//! Reads and writes scans.
#![expect(clippy::disallowed_methods, reason = "a query module")]

use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter,
    QuerySelect, Select,
};
use uuid::Uuid;
use xorb_entities::ids::ScanId;
use xorb_entities::scans::{ScanState, scan};

use crate::AppError;
use crate::db::TenantTx;
use crate::events::Topic;
use crate::paging::{Page, newest_first};
use crate::scans::ScanFilter;
use crate::scans::state::LIVE;
use crate::webhooks::{self, WebhookEvent};

fn all(tx: &TenantTx) -> Select<scan::Entity> {
    scan::Entity::find().filter(scan::Column::TenantId.eq(tx.tenant_id()))
}

/// One scan.
pub(crate) async fn find_scan(tx: &TenantTx, id: Uuid) -> Result<Option<scan::Model>, AppError> {
    Ok(all(tx)
        .filter(scan::Column::Id.eq(id))
        .one(tx.conn())
        .await?)
}

/// One scan, locked until the transaction ends. Lock its job first.
pub(crate) async fn lock_scan(tx: &TenantTx, id: Uuid) -> Result<Option<scan::Model>, AppError> {
    let select = all(tx).filter(scan::Column::Id.eq(id)).lock_exclusive();
    Ok(select.one(tx.conn()).await?)
}

/// The scans of these ids.
pub(crate) async fn find_scans(tx: &TenantTx, ids: &[Uuid]) -> Result<Vec<scan::Model>, AppError> {
    let select = all(tx).filter(scan::Column::Id.is_in(ids.iter().copied()));
    Ok(select.all(tx.conn()).await?)
}

fn filtered(tx: &TenantTx, filter: &ScanFilter) -> Select<scan::Entity> {
    let mut select = all(tx);
    if let Some(asset_id) = filter.asset_id {
        select = select.filter(scan::Column::AssetId.eq(asset_id));
    }
    if !filter.states.is_empty() {
        select = select.filter(scan::Column::State.is_in(filter.states.iter().copied()));
    }
    select
}

/// A page, newest first, with one row more.
pub(crate) async fn list_scans(
    tx: &TenantTx,
    filter: &ScanFilter,
    page: &Page,
) -> Result<Vec<scan::Model>, AppError> {
    let select = newest_first(
        filtered(tx, filter),
        scan::Column::CreatedAt,
        scan::Column::Id,
        page,
    )?;
    Ok(select.all(tx.conn()).await?)
}

/// How many there are.
pub(crate) async fn count_scans(tx: &TenantTx, filter: &ScanFilter) -> Result<u64, AppError> {
    Ok(filtered(tx, filter).count(tx.conn()).await?)
}

/// Whether a scan of this asset waits or runs.
pub(crate) async fn has_live_scan(tx: &TenantTx, asset_id: Uuid) -> Result<bool, AppError> {
    let live = all(tx)
        .filter(scan::Column::AssetId.eq(asset_id))
        .filter(scan::Column::State.is_in(LIVE));
    Ok(live.count(tx.conn()).await? > 0)
}

/// Adds a scan.
pub(crate) async fn insert_scan(
    tx: &TenantTx,
    scan: scan::ActiveModel,
) -> Result<scan::Model, AppError> {
    Ok(scan.insert(tx.conn()).await?)
}

/// Stores what changed, as its next version.
pub(crate) async fn update_scan(
    tx: &TenantTx,
    mut scan: scan::Model,
) -> Result<scan::Model, AppError> {
    scan.version = scan.version.saturating_add(1);
    Ok(scan
        .into_active_model()
        .reset_all()
        .update(tx.conn())
        .await?)
}

/// Ends a scan, wakes those who watch it, and tells webhook endpoints.
pub(crate) async fn end_scan(
    tx: &TenantTx,
    mut scan: scan::Model,
    state: ScanState,
    error_code: Option<&str>,
) -> Result<scan::Model, AppError> {
    scan.state = state;
    scan.error_code = error_code.map(str::to_owned);
    scan.finished_at = Some(tx.now());
    tx.wake(Topic::Scan(scan.id));
    if let Some(event) = WebhookEvent::of_scan(state) {
        webhooks::tell(tx, &[(event, ScanId::from(scan.id).to_string())]).await?;
    }
    update_scan(tx, scan).await
}
