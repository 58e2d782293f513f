//! Somebody who is logged in asks to prove by a provider who they are; `step_up_by_provider` notes it on their return.

use uuid::Uuid;
use xorb_entities::identity::{FederationIntent, ProviderKind};

use super::queries;
use super::ticket::{require_active, write_ticket};
use crate::identity::Actor;
use crate::{AppError, Core, UserErrorCode};

/// Where the actor's browser goes to prove once more who they are.
///
/// # Errors
/// User error `INVALID_STATE` if the actor is not known at this provider, or the provider can't prove a fresh log-in; `NotFound`.
#[tracing::instrument(skip_all)]
pub async fn step_up_by_identity_provider(
    core: &Core,
    actor: &Actor,
    provider_id: Uuid,
) -> Result<String, AppError> {
    actor.session()?;
    let user_id = actor.user_id.ok_or(AppError::Unauthenticated)?;
    let tx = core.db.write(&actor.scope).await?;
    let provider = queries::lock_provider(&tx, provider_id).await?;
    require_active(&provider)?;
    if provider.kind == ProviderKind::OAuth2 {
        let message = "this provider does not say when somebody has logged in there: step up with the password or a second factor";
        return Err(AppError::user(UserErrorCode::InvalidState, "", message));
    }
    let known = queries::list_identities_of_user(&tx, user_id).await?;
    if !known.iter().any(|known| known.provider_id == provider_id) {
        let message = "your account has no identity at this provider; step up with the password";
        return Err(AppError::user(UserErrorCode::InvalidState, "", message));
    }
    let intent = FederationIntent::StepUp;
    let uri = write_ticket(core, &tx, actor, provider_id, intent, None).await?;
    tx.commit().await?;
    Ok(uri)
}
