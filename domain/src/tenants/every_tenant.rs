//! All tenants, for the platform's own housekeeping. Only rows of `tenants`, which belong to no tenant.

use std::vec;

use sea_orm::{ConnectionTrait, QueryResult, Statement, Value};
use uuid::Uuid;

use super::TenantScope;
use crate::AppError;
use crate::db::Db;

const PAGE: usize = 500;

/// A tenant, as housekeeping needs it.
#[derive(Clone, Debug)]
pub(crate) struct TenantRow {
    pub(crate) id: Uuid,
    pub(crate) slug: String,
}

impl TenantRow {
    /// To act in its name.
    pub(crate) fn scope(&self) -> TenantScope {
        TenantScope::verified(self.id)
    }
}

/// Goes through all tenants by id. It holds no transaction between two of them: one that signs up meanwhile may or may not come.
pub(crate) struct EveryTenant<'a> {
    db: &'a Db,
    page: vec::IntoIter<TenantRow>,
    after: Uuid,
}

/// All tenants, from the first.
pub(crate) fn every_tenant(db: &Db) -> EveryTenant<'_> {
    EveryTenant {
        db,
        page: Vec::new().into_iter(),
        after: Uuid::nil(),
    }
}

impl EveryTenant<'_> {
    /// The next one; `None` at the end.
    pub(crate) async fn next(&mut self) -> Result<Option<TenantRow>, AppError> {
        if self.page.as_slice().is_empty() {
            let sql =
                format!("SELECT id, slug FROM tenants WHERE id > $1 ORDER BY id LIMIT {PAGE}");
            self.page = query(self.db, sql, self.after.into()).await?.into_iter();
        }
        let next = self.page.next();
        self.after = next.as_ref().map_or(self.after, |tenant| tenant.id);
        Ok(next)
    }
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
