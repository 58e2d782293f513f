//! `identity_providers`.
#![expect(clippy::disallowed_methods, reason = "a query module")]

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect, Select, Value,
};
use uuid::Uuid;
use xorb_entities::identity::{ProviderState, identity_provider};

use crate::AppError;
use crate::db::TenantTx;
use crate::paging::{Page, newest_first};

fn of_tenant(tx: &TenantTx) -> Select<identity_provider::Entity> {
    identity_provider::Entity::find().filter(identity_provider::Column::TenantId.eq(tx.tenant_id()))
}

/// One connection.
pub(in crate::identity::federation) async fn find_provider(
    tx: &TenantTx,
    id: Uuid,
) -> Result<Option<identity_provider::Model>, AppError> {
    let select = of_tenant(tx).filter(identity_provider::Column::Id.eq(id));
    Ok(select.one(tx.conn()).await?)
}

/// The same, locked until the transaction ends.
pub(in crate::identity::federation) async fn lock_provider(
    tx: &TenantTx,
    id: Uuid,
) -> Result<identity_provider::Model, AppError> {
    let select = of_tenant(tx)
        .filter(identity_provider::Column::Id.eq(id))
        .lock_exclusive();
    let found = select.one(tx.conn()).await?;
    found.ok_or(AppError::NotFound("identity provider"))
}

/// A page, newest first, with one row more.
pub(in crate::identity::federation) async fn list_providers(
    tx: &TenantTx,
    page: &Page,
) -> Result<Vec<identity_provider::Model>, AppError> {
    let (at, id) = (
        identity_provider::Column::CreatedAt,
        identity_provider::Column::Id,
    );
    let select = newest_first(of_tenant(tx), at, id, page)?;
    Ok(select.all(tx.conn()).await?)
}

/// Those that let people in, by name.
pub(in crate::identity::federation) async fn list_active_providers(
    tx: &TenantTx,
) -> Result<Vec<identity_provider::Model>, AppError> {
    let select = of_tenant(tx)
        .filter(identity_provider::Column::State.eq(ProviderState::Active))
        .order_by_asc(identity_provider::Column::Name)
        .order_by_asc(identity_provider::Column::Id);
    Ok(select.all(tx.conn()).await?)
}

/// Whether one of those has passed a test log-in since then.
pub(crate) async fn has_provider_tested_since(
    tx: &TenantTx,
    since: DateTime<Utc>,
) -> Result<bool, AppError> {
    let select = of_tenant(tx)
        .filter(identity_provider::Column::State.eq(ProviderState::Active))
        .filter(identity_provider::Column::TestedAt.gte(since));
    Ok(select.count(tx.conn()).await? > 0)
}

/// How many there are.
pub(in crate::identity::federation) async fn count_providers(
    tx: &TenantTx,
) -> Result<u64, AppError> {
    Ok(of_tenant(tx).count(tx.conn()).await?)
}

/// Adds a connection.
pub(in crate::identity::federation) async fn insert_provider(
    tx: &TenantTx,
    provider: identity_provider::Model,
) -> Result<identity_provider::Model, AppError> {
    let new = provider.into_active_model().reset_all();
    Ok(new.insert(tx.conn()).await?)
}

/// Stores what changed, as its next version.
pub(in crate::identity::federation) async fn update_provider(
    tx: &TenantTx,
    mut provider: identity_provider::Model,
) -> Result<identity_provider::Model, AppError> {
    provider.version = provider.version.saturating_add(1);
    provider.updated_at = tx.now();
    let changed = provider.into_active_model().reset_all();
    Ok(changed.update(tx.conn()).await?)
}

/// Notes that a test log-in has passed, and nothing else: the version stays, and who is on the way arrives.
pub(in crate::identity::federation) async fn note_test(
    tx: &TenantTx,
    id: Uuid,
) -> Result<(), AppError> {
    let sql = "UPDATE identity_providers SET tested_at = $3 WHERE tenant_id = $1 AND id = $2";
    let values: [Value; 3] = [tx.tenant_id().into(), id.into(), tx.now().into()];
    tx.execute(sql, values).await?;
    Ok(())
}

/// Deletes a connection with everything that hangs on it.
pub(in crate::identity::federation) async fn delete_provider(
    tx: &TenantTx,
    id: Uuid,
) -> Result<(), AppError> {
    for table in [
        "group_roles",
        "group_role_mappings",
        "federation_states",
        "federated_sessions",
        "federated_identities",
    ] {
        let sql = format!("DELETE FROM {table} WHERE tenant_id = $1 AND identity_provider_id = $2");
        tx.execute(sql, [tx.tenant_id().into(), id.into()]).await?;
    }
    let sql = "DELETE FROM identity_providers WHERE tenant_id = $1 AND id = $2";
    tx.execute(sql, [tx.tenant_id().into(), id.into()]).await?;
    Ok(())
}
