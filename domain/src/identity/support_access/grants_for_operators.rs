//! Lists what a tenant has granted, for operators, to whom grants are addressed.

use super::start_impersonation::find_granting_tenant;
use crate::AppError;
use crate::db::ReadSession;
use crate::identity::operators::require_operator;
use crate::identity::queries::support_grants::{SupportGrant, count_grants, list_grants};
use crate::paging::{Keyset, Page, Slice};

/// A page of the grants of the tenant with this slug, the newest first.
///
/// # Errors
/// `Forbidden` for who is no operator; `NotFound`; `BadInput` for a cursor of another list; `Unavailable`.
pub async fn grants_of_tenant(
    reads: &ReadSession,
    tenant_slug: &str,
    page: &Page,
) -> Result<Slice<SupportGrant>, AppError> {
    require_operator(reads.actor())?;
    // What follows is another tenant's, and takes a connection of its own.
    reads.reset().await;
    let core = reads.core();
    let scope = find_granting_tenant(core, tenant_slug).await?;
    let tx = core.db.read(&scope).await?;
    let grants = list_grants(&tx, None, page).await?;
    Ok(Slice::new(grants, page, |grant| {
        Keyset::At(grant.created_at, grant.id)
    }))
}

/// How many there are.
///
/// # Errors
/// As `grants_of_tenant`.
pub async fn count_grants_of_tenant(
    reads: &ReadSession,
    tenant_slug: &str,
) -> Result<u64, AppError> {
    require_operator(reads.actor())?;
    // What follows is another tenant's, and takes a connection of its own.
    reads.reset().await;
    let core = reads.core();
    let scope = find_granting_tenant(core, tenant_slug).await?;
    count_grants(&core.db.read(&scope).await?, None).await
}
