//! All tenants, for the platform's own housekeeping. Only rows of `tenants`, which belong to no tenant.

use sea_orm::{ConnectionTrait, QueryResult, Statement, Value};
use uuid::Uuid;

use crate::AppError;
use crate::db::Db;

/// A tenant, as housekeeping needs it.
#[derive(Clone, Debug)]
pub(crate) struct TenantRow {
    pub(crate) id: Uuid,
    pub(crate) slug: String,
}

/// The next tenants by id, behind `after`; none at the end.
pub(crate) async fn every_tenant(
    db: &Db,
    after: Uuid,
    limit: usize,
) -> Result<Vec<TenantRow>, AppError> {
    let sql = format!("SELECT id, slug FROM tenants WHERE id > $1 ORDER BY id LIMIT {limit}");
    query(db, sql, after.into()).await
}

/// The tenant of this slug.
pub(crate) async fn find_tenant(db: &Db, slug: &str) -> Result<Option<TenantRow>, AppError> {
    let sql = "SELECT id, slug FROM tenants WHERE slug = $1".to_owned();
    Ok(query(db, sql, slug.into()).await?.pop())
}

async fn query(db: &Db, sql: String, value: Value) -> Result<Vec<TenantRow>, AppError> {
    let statement = Statement::from_sql_and_values(db.dialect().backend(), sql, [value]);
    let rows = db.untenanted_reads().query_all_raw(statement).await?;
    rows.iter().map(read).collect()
}

fn read(row: &QueryResult) -> Result<TenantRow, AppError> {
    Ok(TenantRow {
        id: row.try_get("", "id")?,
        slug: row.try_get("", "slug")?,
    })
}
