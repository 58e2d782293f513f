//! `tenants`: read before any session exists, so without row-level security; inside a tenant only its own row is asked for.

use chrono::{DateTime, Utc};
use sea_orm::{ActiveEnum, QueryResult};
use uuid::Uuid;
use xorb_entities::tenants::{Language, TenantStatus};

use crate::AppError;
use crate::db::TenantTx;
use crate::tenants::TenantSlug;

/// A tenant as its people see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tenant {
    pub id: Uuid,
    pub slug: String,
    pub name: String,
    pub status: TenantStatus,
    pub language: Language,
    /// Since when its own kill switch stops its scans.
    pub scans_stopped_at: Option<DateTime<Utc>>,
}

const COLUMNS: &str = "id, slug, name, status, language, scans_stopped_at";

fn read(row: &QueryResult) -> Result<Tenant, AppError> {
    let status: String = row.try_get("", "status")?;
    let language: String = row.try_get("", "language")?;
    Ok(Tenant {
        id: row.try_get("", "id")?,
        slug: row.try_get("", "slug")?,
        name: row.try_get("", "name")?,
        status: TenantStatus::try_from_value(&status)?,
        language: Language::try_from_value(&language)?,
        scans_stopped_at: row.try_get("", "scans_stopped_at")?,
    })
}

/// The tenant of this transaction.
///
/// # Errors
/// `NotFound` if there is no such tenant; as the database says.
pub async fn find_tenant(tx: &TenantTx) -> Result<Tenant, AppError> {
    let sql = format!("SELECT {COLUMNS} FROM tenants WHERE id = $1");
    let rows = tx.query(sql, [tx.tenant_id().into()]).await?;
    rows.first().map_or(Err(AppError::NotFound("tenant")), read)
}

/// The tenant with this slug. For the time before authentication only.
///
/// # Errors
/// As the database says.
pub async fn find_tenant_by_slug(
    tx: &TenantTx,
    slug: &TenantSlug,
) -> Result<Option<Tenant>, AppError> {
    let sql = format!("SELECT {COLUMNS} FROM tenants WHERE slug = $1");
    let rows = tx.query(sql, [slug.as_str().into()]).await?;
    rows.first().map(read).transpose()
}
