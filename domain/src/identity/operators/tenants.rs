//! Which tenants there are, for operators: rows of `tenants`, which belong to no tenant, and nothing else.

use chrono::{DateTime, Utc};
use sea_orm::{ActiveEnum, ConnectionTrait, QueryResult, Statement, Value};
use uuid::Uuid;
use xorb_entities::tenants::TenantStatus;

use super::require_operator;
use crate::AppError;
use crate::db::ReadSession;
use crate::paging::{Keyset, Page, Slice};

/// A tenant, seen from outside.
#[derive(Clone, Debug)]
pub struct OperatedTenant {
    pub id: Uuid,
    pub slug: String,
    pub status: TenantStatus,
    pub created_at: DateTime<Utc>,
}

/// A page of all tenants, the newest first.
///
/// # Errors
/// `Forbidden` for who is no operator; `BadInput` for a cursor of another list; `Unavailable`.
pub async fn tenants(reads: &ReadSession, page: &Page) -> Result<Slice<OperatedTenant>, AppError> {
    require_operator(reads.actor())?;
    let limit = i64::try_from(page.limit()).unwrap_or(i64::MAX);
    let mut values: Vec<Value> = vec![limit.into()];
    let mut after = "";
    if let Some((created_at, id)) = page.after_time()? {
        values.extend([created_at.into(), id.into()]);
        after = " WHERE (created_at, id) < ($2, $3)";
    }
    let sql = format!(
        "SELECT id, slug, status, created_at FROM tenants{after} ORDER BY created_at DESC, id DESC LIMIT $1"
    );
    let rows = query(reads, sql, values).await?;
    let found = rows.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    Ok(Slice::new(found, page, |tenant| {
        Keyset::At(tenant.created_at, tenant.id)
    }))
}

/// How many there are.
///
/// # Errors
/// `Forbidden` for who is no operator; `Unavailable`.
pub async fn count_tenants(reads: &ReadSession) -> Result<u64, AppError> {
    require_operator(reads.actor())?;
    let sql = "SELECT count(*) AS total FROM tenants".to_owned();
    let rows = query(reads, sql, Vec::new()).await?;
    let total: i64 = rows.first().map_or(Ok(0), |row| row.try_get("", "total"))?;
    Ok(u64::try_from(total).unwrap_or_default())
}

async fn query(
    reads: &ReadSession,
    sql: String,
    values: Vec<Value>,
) -> Result<Vec<QueryResult>, AppError> {
    // Nobody waits for a connection while holding another.
    reads.reset().await;
    let db = &reads.core().db;
    let statement = Statement::from_sql_and_values(db.dialect().backend(), sql, values);
    Ok(db.untenanted_reads().query_all_raw(statement).await?)
}

fn read(row: &QueryResult) -> Result<OperatedTenant, AppError> {
    let status: String = row.try_get("", "status")?;
    Ok(OperatedTenant {
        id: row.try_get("", "id")?,
        slug: row.try_get("", "slug")?,
        status: TenantStatus::try_from_value(&status)?,
        created_at: row.try_get("", "created_at")?,
    })
}
