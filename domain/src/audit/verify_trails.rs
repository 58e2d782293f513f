//! Verifies the trails of one or all tenants, for the one who runs the platform.

use std::path::Path;

use super::{Verdict, verify_whole_trail};
use crate::tenants::{TenantRow, every_tenant, find_tenant};
use crate::{AppError, Core};

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
    let mut tenants = every_tenant(&core.db);
    while let Some(tenant) = tenants.next().await? {
        report(verify(core, tenant, outside).await?);
    }
    Ok(())
}

async fn verify(core: &Core, tenant: TenantRow, outside: &Path) -> Result<TrailReport, AppError> {
    let scope = tenant.scope();
    Ok(TrailReport {
        slug: tenant.slug,
        verdict: verify_whole_trail(core, &scope, Some(outside)).await?,
    })
}
