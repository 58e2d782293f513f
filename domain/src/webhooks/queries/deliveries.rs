//! Reads and writes deliveries.
#![expect(clippy::disallowed_methods, reason = "a query module")]

use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter,
    QuerySelect, Select,
};
use uuid::Uuid;
use xorb_entities::webhooks::webhook_delivery;

use crate::AppError;
use crate::db::{TenantTx, rows_per_statement};
use crate::paging::{Page, newest_first};

const COLUMNS: usize = 15;

fn all(tx: &TenantTx) -> Select<webhook_delivery::Entity> {
    webhook_delivery::Entity::find().filter(webhook_delivery::Column::TenantId.eq(tx.tenant_id()))
}

fn to(tx: &TenantTx, endpoint_id: Uuid) -> Select<webhook_delivery::Entity> {
    all(tx).filter(webhook_delivery::Column::EndpointId.eq(endpoint_id))
}

/// Adds deliveries.
pub(in crate::webhooks) async fn insert_deliveries(
    tx: &TenantTx,
    deliveries: &[webhook_delivery::Model],
) -> Result<(), AppError> {
    for chunk in deliveries.chunks(rows_per_statement(COLUMNS)) {
        let rows = chunk
            .iter()
            .map(|row| row.clone().into_active_model().reset_all());
        webhook_delivery::Entity::insert_many(rows)
            .exec_without_returning(tx.conn())
            .await?;
    }
    Ok(())
}

/// One delivery.
pub(in crate::webhooks) async fn find_delivery(
    tx: &TenantTx,
    id: Uuid,
) -> Result<Option<webhook_delivery::Model>, AppError> {
    let select = all(tx).filter(webhook_delivery::Column::Id.eq(id));
    Ok(select.one(tx.conn()).await?)
}

/// One delivery, locked until the transaction ends. Lock its job first.
pub(in crate::webhooks) async fn lock_delivery(
    tx: &TenantTx,
    id: Uuid,
) -> Result<Option<webhook_delivery::Model>, AppError> {
    let select = all(tx)
        .filter(webhook_delivery::Column::Id.eq(id))
        .lock_exclusive();
    Ok(select.one(tx.conn()).await?)
}

/// Stores what changed.
pub(in crate::webhooks) async fn update_delivery(
    tx: &TenantTx,
    delivery: webhook_delivery::Model,
) -> Result<webhook_delivery::Model, AppError> {
    let changed = delivery.into_active_model().reset_all();
    Ok(changed.update(tx.conn()).await?)
}

/// A page of an endpoint's deliveries, newest first, with one row more.
pub(in crate::webhooks) async fn list_deliveries(
    tx: &TenantTx,
    endpoint_id: Uuid,
    page: &Page,
) -> Result<Vec<webhook_delivery::Model>, AppError> {
    let select = newest_first(
        to(tx, endpoint_id),
        webhook_delivery::Column::CreatedAt,
        webhook_delivery::Column::Id,
        page,
    )?;
    Ok(select.all(tx.conn()).await?)
}

/// How many there are.
pub(in crate::webhooks) async fn count_deliveries(
    tx: &TenantTx,
    endpoint_id: Uuid,
) -> Result<u64, AppError> {
    Ok(to(tx, endpoint_id).count(tx.conn()).await?)
}
