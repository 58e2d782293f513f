//! The whole of a chain, from its first event.

use std::path::Path;

use super::{TrailCheck, Verdict};
use crate::tenants::TenantScope;
use crate::{AppError, Core};

/// Verifies a tenant's whole trail, against the file of checkpoints `outside` as well if it is there.
///
/// # Errors
/// As the database and the file say; a broken trail is no error.
pub async fn verify_whole_trail(
    core: &Core,
    scope: &TenantScope,
    outside: Option<&Path>,
) -> Result<Verdict, AppError> {
    TrailCheck::whole(core, scope, outside)
        .await?
        .finish()
        .await
}
