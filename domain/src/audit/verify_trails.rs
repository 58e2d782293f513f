//! Verifies the trails of one or all tenants, for the one who runs the platform.

use std::path::Path;

use uuid::Uuid;

use super::{Verdict, verify_whole_trail};
use crate::tenants::{TenantRow, TenantScope, every_tenant, find_tenant};
use crate::{AppError, Core};

const TENANTS_PER_QUERY: usize = 500;

/// The verdict on one tenant's trail.
#[derive(Clone, Debug)]
pub struct TrailReport {
    /// Whose trail.
    pub slug: String,
    /// What came of it.
    pub verdict: Verdict,
}

/// Verifies whole trails, one after the other: of the tenant `slug`, or of all. `outside` is the file of checkpoints to
/// compare with. Each verdict is handed to `report` as soon as it is there.
///
/// # Errors
/// `NotFound` if no tenant has this slug; as the database and the file say. A broken trail is no error.
pub async fn verify_trails(
    core: &Core,
    slug: Option<&str>,
    outside: &Path,
    mut report: impl FnMut(TrailReport) + Send,
) -> Result<(), AppError> {
    if let Some(slug) = slug {
        let tenant = find_tenant(&core.db, slug)
            .await?
            .ok_or(AppError::NotFound("tenant"))?;
        report(verify(core, tenant, outside).await?);
        return Ok(());
    }
    let mut after = Uuid::nil();
    loop {
        let tenants = every_tenant(&core.db, after, TENANTS_PER_QUERY).await?;
        let Some(last) = tenants.last() else {
            return Ok(());
        };
        after = last.id;
        for tenant in tenants {
            report(verify(core, tenant, outside).await?);
        }
    }
}

async fn verify(core: &Core, tenant: TenantRow, outside: &Path) -> Result<TrailReport, AppError> {
    let scope = TenantScope::verified(tenant.id);
    Ok(TrailReport {
        slug: tenant.slug,
        verdict: verify_whole_trail(core, &scope, Some(outside)).await?,
    })
}
