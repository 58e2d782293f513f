//! An operator gives a policy back to the settings.

use super::queries;
use super::set_rate_limit::policy_name;
use crate::audit::{AuditAction, AuditEvent};
use crate::identity::Actor;
use crate::{AppError, Core};

/// Forgets what was set. Its default counts again, where there is one.
///
/// # Errors
/// `BadInput` for a name that is none; `NotFound` if nothing was set.
#[tracing::instrument(skip_all)]
pub async fn reset_rate_limit(core: &Core, name: &str) -> Result<(), AppError> {
    let name = policy_name(core, name).await?;
    let tx = core.db.write(&core.platform()).await?;
    if !queries::delete_policy(&tx, &name).await? {
        return Err(AppError::NotFound("rate limit that was set"));
    }
    let actor = Actor::system(core.platform());
    tx.record(AuditEvent::new(AuditAction::RateLimitReset, &actor).object(name.to_string()));
    tx.commit().await
}
