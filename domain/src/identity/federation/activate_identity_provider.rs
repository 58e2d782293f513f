//! Lets people in through a connection that was tested.

use uuid::Uuid;
use xorb_entities::identity::ProviderState;
use xorb_entities::ids::IdentityProviderId;

use super::authorise_provider::authorise;
use super::queries;
use super::view::{self, IdentityProviderView};
use crate::audit::{AuditAction, AuditEvent};
use crate::identity::{Actor, require_step_up};
use crate::{AppError, Core, UserErrorCode};

/// Lets people in through a connection whose test log-in has passed.
///
/// # Errors
/// User errors `INVALID_STATE`, `STEP_UP_REQUIRED`; `NotFound`, `Forbidden`.
#[tracing::instrument(skip_all)]
pub async fn activate_identity_provider(
    core: &Core,
    actor: &Actor,
    provider_id: Uuid,
) -> Result<IdentityProviderView, AppError> {
    authorise(core, actor, provider_id).await?;
    let tx = core.db.write(&actor.scope).await?;
    require_step_up(&tx, actor).await?;
    let mut row = queries::lock_provider(&tx, provider_id).await?;
    if row.state == ProviderState::Active {
        return view::of_provider(core, &tx, row).await;
    }
    if row.tested_at.is_none() || row.endpoints.is_none() || row.state == ProviderState::Draft {
        let message = "no test log-in has passed with these settings: send testIdentityProvider and open its testUri first";
        return Err(AppError::user(UserErrorCode::InvalidState, "", message));
    }
    row.state = ProviderState::Active;
    row.suspended_reason = None;
    let row = queries::update_provider(&tx, row).await?;
    let view = view::of_provider(core, &tx, row).await?;
    let event = AuditEvent::new(AuditAction::IdentityProviderActivated, actor);
    tx.record(event.object(IdentityProviderId::from(provider_id)));
    tx.commit().await?;
    Ok(view)
}
