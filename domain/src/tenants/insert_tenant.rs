//! Writes a new tenant: its row and its key, in one transaction with whatever makes it useful.

use sea_orm::{ActiveEnum, Value};
use xorb_entities::tenants::TenantStatus;

use crate::AppError;
use crate::crypto::create_tenant_key;
use crate::db::TenantTx;

/// A tenant to be written. Its id is that of the transaction's scope.
pub(crate) struct NewTenant<'a> {
    pub(crate) slug: &'a str,
    pub(crate) name: &'a str,
    pub(crate) status: TenantStatus,
}

/// Writes the tenant of this transaction's scope.
///
/// # Errors
/// `User(Taken)` if the slug is in use; as the database says.
pub(crate) async fn insert_tenant(tx: &TenantTx, tenant: NewTenant<'_>) -> Result<(), AppError> {
    let sql = "INSERT INTO tenants (id, slug, name, status, language, version, created_at) \
               VALUES ($1, $2, $3, $4, 'en', 1, $5)";
    let values: [Value; 5] = [
        tx.tenant_id().into(),
        tenant.slug.into(),
        tenant.name.into(),
        tenant.status.to_value().into(),
        tx.now().into(),
    ];
    tx.execute(sql, values).await?;
    create_tenant_key(tx).await
}
