//! `tenant_domains`.
#![expect(clippy::disallowed_methods, reason = "a query module")]

use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect,
};
use uuid::Uuid;
use xorb_entities::identity::{DomainState, tenant_domain};

use crate::AppError;
use crate::db::TenantTx;

/// More domains than any company has; the list is not paged.
pub(in crate::identity::federation) const MAX_DOMAINS: u64 = 100;

/// All domains of the tenant, by name.
pub(in crate::identity::federation) async fn list_domains(
    tx: &TenantTx,
) -> Result<Vec<tenant_domain::Model>, AppError> {
    let select = tenant_domain::Entity::find()
        .filter(tenant_domain::Column::TenantId.eq(tx.tenant_id()))
        .order_by_asc(tenant_domain::Column::Domain)
        .limit(MAX_DOMAINS);
    Ok(select.all(tx.conn()).await?)
}

/// One domain.
pub(in crate::identity::federation) async fn find_domain(
    tx: &TenantTx,
    id: Uuid,
) -> Result<tenant_domain::Model, AppError> {
    let select = tenant_domain::Entity::find()
        .filter(tenant_domain::Column::TenantId.eq(tx.tenant_id()))
        .filter(tenant_domain::Column::Id.eq(id));
    let found = select.one(tx.conn()).await?;
    found.ok_or(AppError::NotFound("domain"))
}

/// Whether the tenant has proven that a domain is its own.
pub(in crate::identity::federation) async fn is_domain_verified(
    tx: &TenantTx,
    domain: &str,
) -> Result<bool, AppError> {
    let select = tenant_domain::Entity::find()
        .filter(tenant_domain::Column::TenantId.eq(tx.tenant_id()))
        .filter(tenant_domain::Column::Domain.eq(domain))
        .filter(tenant_domain::Column::State.eq(DomainState::Verified));
    Ok(select.one(tx.conn()).await?.is_some())
}

/// Adds a domain.
pub(in crate::identity::federation) async fn insert_domain(
    tx: &TenantTx,
    domain: tenant_domain::Model,
) -> Result<tenant_domain::Model, AppError> {
    let new = domain.into_active_model().reset_all();
    Ok(new.insert(tx.conn()).await?)
}

/// Notes that a proof was looked for.
pub(in crate::identity::federation) async fn mark_checked(
    tx: &TenantTx,
    id: Uuid,
) -> Result<(), AppError> {
    let sql = "UPDATE tenant_domains SET checked_at = $3 WHERE tenant_id = $1 AND id = $2";
    tx.execute(sql, [tx.tenant_id().into(), id.into(), tx.now().into()])
        .await?;
    Ok(())
}

/// Notes that a proof was found.
pub(in crate::identity::federation) async fn mark_verified(
    tx: &TenantTx,
    id: Uuid,
) -> Result<(), AppError> {
    let sql = "UPDATE tenant_domains SET checked_at = $3, verified_at = COALESCE(verified_at, $3), state = 'verified' \
               WHERE tenant_id = $1 AND id = $2";
    tx.execute(sql, [tx.tenant_id().into(), id.into(), tx.now().into()])
        .await?;
    Ok(())
}

/// Deletes a domain.
pub(in crate::identity::federation) async fn delete_domain(
    tx: &TenantTx,
    id: Uuid,
) -> Result<(), AppError> {
    let sql = "DELETE FROM tenant_domains WHERE tenant_id = $1 AND id = $2";
    tx.execute(sql, [tx.tenant_id().into(), id.into()]).await?;
    Ok(())
}
