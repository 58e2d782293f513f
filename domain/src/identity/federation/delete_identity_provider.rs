//! Deletes a connection with everything that hangs on it.

use uuid::Uuid;
use xorb_entities::ids::IdentityProviderId;

use super::authorise_provider::authorise;
use super::queries;
use crate::audit::{AuditAction, AuditEvent};
use crate::identity::{Actor, require_step_up};
use crate::{AppError, Core};

/// Deletes a connection. Who was known through it keeps the account, and can be known through another one.
///
/// # Errors
/// User error `STEP_UP_REQUIRED`; `NotFound`, `Forbidden`.
#[tracing::instrument(skip_all)]
pub async fn delete_identity_provider(
    core: &Core,
    actor: &Actor,
    provider_id: Uuid,
) -> Result<Uuid, AppError> {
    authorise(core, actor, provider_id).await?;
    let id = IdentityProviderId::from(provider_id);
    let tx = core.db.write(&actor.scope).await?;
    require_step_up(&tx, actor).await?;
    queries::lock_provider(&tx, provider_id).await?;
    queries::delete_provider(&tx, provider_id).await?;
    queries::release_route(&tx, "identity_provider", &id.to_string()).await?;
    tx.record(AuditEvent::new(AuditAction::IdentityProviderDeleted, actor).object(id));
    tx.commit().await?;
    Ok(provider_id)
}
