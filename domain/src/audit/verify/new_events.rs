//! What has been added since the last verification.

use super::{Record, TrailCheck, Verdict};
use crate::audit::checkpoint;
use crate::tenants::TenantScope;
use crate::{AppError, Core};

/// Verifies what is new. What is done is remembered every few thousand events, so that a caller who gives up loses little.
///
/// # Errors
/// As the database and the file say; a broken trail is no error.
pub async fn verify_new_events(core: &Core, scope: &TenantScope) -> Result<Verdict, AppError> {
    let record = Record::read(&core.db.read(scope).await?).await?;
    let outside = checkpoint::default_file(&core.settings);
    let mut check = TrailCheck::since(core, scope, record, &outside).await?;
    let mut steps = 0_u32;
    while check.step().await? {
        steps += 1;
        if steps.is_multiple_of(10) {
            check.remember(None).await?;
        }
    }
    check.finish().await
}
