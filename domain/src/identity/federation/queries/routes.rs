//! `federation_routes`: read before any session exists, so without row-level security.

use sea_orm::{ConnectionTrait, Statement};
use uuid::Uuid;
use xorb_entities::ids::IdentityProviderId;

use crate::db::TenantTx;
use crate::{AppError, Core};

/// The tenant of a connection.
pub(in crate::identity::federation) async fn find_provider_route(
    core: &Core,
    id: Uuid,
) -> Result<Option<Uuid>, AppError> {
    let name = IdentityProviderId::from(id).to_string();
    find(core, "identity_provider", &name).await
}

/// The tenant that has proven that a domain is its own.
pub(in crate::identity::federation) async fn find_domain_route(
    core: &Core,
    domain: &str,
) -> Result<Option<Uuid>, AppError> {
    find(core, "domain", domain).await
}

async fn find(core: &Core, kind: &str, name: &str) -> Result<Option<Uuid>, AppError> {
    let sql = "SELECT owner_id FROM federation_routes WHERE kind = $1 AND name = $2";
    let backend = core.db.dialect().backend();
    let statement = Statement::from_sql_and_values(backend, sql, [kind.into(), name.into()]);
    let row = core.db.untenanted_reads().query_one_raw(statement).await?;
    row.map(|row| Ok(row.try_get("", "owner_id")?)).transpose()
}

/// Lets people find a connection.
pub(in crate::identity::federation) async fn insert_provider_route(
    tx: &TenantTx,
    id: Uuid,
) -> Result<(), AppError> {
    let name = IdentityProviderId::from(id).to_string();
    insert(tx, "identity_provider", &name).await?;
    Ok(())
}

/// Lets people of a domain find the tenant. False if the domain leads to another one.
pub(in crate::identity::federation) async fn claim_domain_route(
    tx: &TenantTx,
    domain: &str,
) -> Result<bool, AppError> {
    insert(tx, "domain", domain).await?;
    let sql = "SELECT owner_id FROM federation_routes WHERE kind = 'domain' AND name = $1";
    let rows = tx.query(sql, [domain.into()]).await?;
    let owner: Option<Uuid> = rows
        .first()
        .map(|row| row.try_get("", "owner_id"))
        .transpose()?;
    Ok(owner == Some(tx.tenant_id()))
}

async fn insert(tx: &TenantTx, kind: &str, name: &str) -> Result<(), AppError> {
    let sql = "INSERT INTO federation_routes (kind, name, owner_id) VALUES ($1, $2, $3) \
               ON CONFLICT DO NOTHING";
    let values = [kind.into(), name.into(), tx.tenant_id().into()];
    tx.execute(sql, values).await?;
    Ok(())
}

/// Takes a way away that leads to this tenant.
pub(in crate::identity::federation) async fn release_route(
    tx: &TenantTx,
    kind: &str,
    name: &str,
) -> Result<(), AppError> {
    let sql = "DELETE FROM federation_routes WHERE kind = $1 AND name = $2 AND owner_id = $3";
    let values = [kind.into(), name.into(), tx.tenant_id().into()];
    tx.execute(sql, values).await?;
    Ok(())
}
