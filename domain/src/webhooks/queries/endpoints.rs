//! Reads and writes webhook endpoints.
#![expect(clippy::disallowed_methods, reason = "a query module")]

use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter,
    QuerySelect, Select,
};
use uuid::Uuid;
use xorb_entities::webhooks::webhook_endpoint;

use crate::AppError;
use crate::db::TenantTx;
use crate::paging::{Page, newest_first};
use crate::privacy::mentions::{self, IndexedRow, Mentioned};

fn not_deleted(tx: &TenantTx) -> Select<webhook_endpoint::Entity> {
    webhook_endpoint::Entity::find()
        .filter(webhook_endpoint::Column::TenantId.eq(tx.tenant_id()))
        .filter(webhook_endpoint::Column::DeletedAt.is_null())
}

/// One endpoint that was not deleted.
pub(in crate::webhooks) async fn find_endpoint(
    tx: &TenantTx,
    id: Uuid,
) -> Result<Option<webhook_endpoint::Model>, AppError> {
    let select = not_deleted(tx).filter(webhook_endpoint::Column::Id.eq(id));
    Ok(select.one(tx.conn()).await?)
}

/// The same, locked until the transaction ends.
pub(in crate::webhooks) async fn lock_endpoint(
    tx: &TenantTx,
    id: Uuid,
) -> Result<Option<webhook_endpoint::Model>, AppError> {
    let select = not_deleted(tx)
        .filter(webhook_endpoint::Column::Id.eq(id))
        .lock_exclusive();
    Ok(select.one(tx.conn()).await?)
}

/// Those of these ids that were not deleted.
pub(in crate::webhooks) async fn find_endpoints(
    tx: &TenantTx,
    ids: &[Uuid],
) -> Result<Vec<webhook_endpoint::Model>, AppError> {
    let select = not_deleted(tx).filter(webhook_endpoint::Column::Id.is_in(ids.iter().copied()));
    Ok(select.all(tx.conn()).await?)
}

/// A page, newest first, with one row more.
pub(in crate::webhooks) async fn list_endpoints(
    tx: &TenantTx,
    page: &Page,
) -> Result<Vec<webhook_endpoint::Model>, AppError> {
    let select = newest_first(
        not_deleted(tx),
        webhook_endpoint::Column::CreatedAt,
        webhook_endpoint::Column::Id,
        page,
    )?;
    Ok(select.all(tx.conn()).await?)
}

/// How many were not deleted.
pub(in crate::webhooks) async fn count_endpoints(tx: &TenantTx) -> Result<u64, AppError> {
    Ok(not_deleted(tx).count(tx.conn()).await?)
}

/// Adds an endpoint.
pub(in crate::webhooks) async fn insert_endpoint(
    tx: &TenantTx,
    endpoint: webhook_endpoint::Model,
) -> Result<webhook_endpoint::Model, AppError> {
    let endpoint = endpoint
        .into_active_model()
        .reset_all()
        .insert(tx.conn())
        .await?;
    mentions::index_new_rows(tx, mentions::WEBHOOK_ENDPOINTS, vec![indexed(&endpoint)]).await?;
    Ok(endpoint)
}

/// Stores what changed, as its next version.
pub(in crate::webhooks) async fn update_endpoint(
    tx: &TenantTx,
    mut endpoint: webhook_endpoint::Model,
) -> Result<webhook_endpoint::Model, AppError> {
    endpoint.version = endpoint.version.saturating_add(1);
    endpoint.updated_at = tx.now();
    let changed = endpoint.into_active_model().reset_all();
    let endpoint = changed.update(tx.conn()).await?;
    mentions::index_row(tx, mentions::WEBHOOK_ENDPOINTS, indexed(&endpoint)).await?;
    Ok(endpoint)
}

fn indexed(endpoint: &webhook_endpoint::Model) -> IndexedRow {
    let texts = std::iter::once(endpoint.url.as_str()).chain(endpoint.description.as_deref());
    IndexedRow::new(endpoint.id, Mentioned::by(texts))
}

/// Notes since when nothing arrives, unless that is known.
pub(in crate::webhooks) async fn note_failing(tx: &TenantTx, id: Uuid) -> Result<(), AppError> {
    let sql = "UPDATE webhook_endpoints SET failing_since = $3 \
               WHERE tenant_id = $1 AND id = $2 AND failing_since IS NULL";
    tx.execute(sql, [tx.tenant_id().into(), id.into(), tx.now().into()])
        .await?;
    Ok(())
}

/// Something arrived. Writes only if that is news.
pub(in crate::webhooks) async fn note_working(tx: &TenantTx, id: Uuid) -> Result<(), AppError> {
    let sql = "UPDATE webhook_endpoints SET failing_since = NULL \
               WHERE tenant_id = $1 AND id = $2 AND failing_since IS NOT NULL";
    tx.execute(sql, [tx.tenant_id().into(), id.into()]).await?;
    Ok(())
}
