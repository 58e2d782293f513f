//! The one place that makes a scope before anybody is authenticated: for log-in and privacy requests by the tenant's slug,
//! and for secrets that carry their tenant's id. Such a scope shows rows; it lets nobody do anything.

use uuid::Uuid;
use xorb_entities::tenants::TenantStatus;

use super::access_tokens::Claims;
use super::api_keys::KeyText;
use super::opaque_token::OpaqueToken;
use crate::tenants::queries::find_tenant_by_slug;
use crate::tenants::{Tenant, TenantScope, TenantSlug};
use crate::{AppError, Core};

/// A tenant that is about to be made.
pub(crate) fn scope_of_new_tenant(tenant_id: Uuid) -> TenantScope {
    TenantScope::verified(tenant_id)
}

/// The tenant whose name is on a secret. Whether it is a secret of that tenant, its hash must show.
pub(crate) fn scope_of_token(token: &OpaqueToken) -> TenantScope {
    TenantScope::verified(token.tenant_id())
}

/// The tenant whose name is in an API key, as above.
pub(crate) fn scope_of_key(key: &KeyText) -> TenantScope {
    TenantScope::verified(key.tenant_id)
}

/// The tenant that a connection to an identity provider, or a verified domain, belongs to.
pub(crate) fn scope_of_route(tenant_id: Uuid) -> TenantScope {
    TenantScope::verified(tenant_id)
}

/// The tenant of a verified access token.
pub(crate) fn scope_of_claims(claims: &Claims) -> TenantScope {
    TenantScope::verified(claims.tid.uuid())
}

/// The active tenant with this slug.
///
/// # Errors
/// As the database says.
pub(crate) async fn find_tenant_to_log_in(
    core: &Core,
    slug: &str,
) -> Result<Option<(TenantScope, Tenant)>, AppError> {
    let found = find_by_slug(core, slug).await?;
    Ok(found.filter(|(_, tenant)| tenant.status == TenantStatus::Active))
}

/// The tenant with this slug that may hold data of people, who can always ask for it.
///
/// # Errors
/// As the database says.
pub(crate) async fn find_tenant_for_intake(
    core: &Core,
    slug: &str,
) -> Result<Option<(TenantScope, Tenant)>, AppError> {
    let found = find_by_slug(core, slug).await?;
    Ok(found.filter(|(_, tenant)| tenant.status != TenantStatus::Canary))
}

async fn find_by_slug(core: &Core, slug: &str) -> Result<Option<(TenantScope, Tenant)>, AppError> {
    let Ok(slug) = slug.parse::<TenantSlug>() else {
        return Ok(None);
    };
    let tx = core.db.read(&core.platform()).await?;
    let tenant = find_tenant_by_slug(&tx, &slug).await?;
    Ok(tenant.map(|tenant| (TenantScope::verified(tenant.id), tenant)))
}
