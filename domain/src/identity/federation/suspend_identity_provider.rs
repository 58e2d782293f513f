//! Lets nobody in through a connection any more.

use std::collections::BTreeSet;

use uuid::Uuid;
use xorb_entities::identity::{ProviderState, SuspendedReason};
use xorb_entities::ids::IdentityProviderId;

use super::authorise_provider::authorise;
use super::queries;
use super::take_group_roles::take_group_roles;
use super::view::{self, IdentityProviderView};
use crate::audit::{AuditAction, AuditEvent};
use crate::identity::Actor;
use crate::{AppError, Core, UserErrorCode};

/// Lets nobody in through a connection any more, and takes away what its groups gave. Sessions that came from it stay.
///
/// # Errors
/// User error `INVALID_STATE`; `NotFound`, `Forbidden`.
#[tracing::instrument(skip_all)]
pub async fn suspend_identity_provider(
    core: &Core,
    actor: &Actor,
    provider_id: Uuid,
) -> Result<IdentityProviderView, AppError> {
    authorise(core, actor, provider_id).await?;
    let tx = core.db.write(&actor.scope).await?;
    let mut row = queries::lock_provider(&tx, provider_id).await?;
    match row.state {
        ProviderState::Suspended => return view::of_provider(core, &tx, row).await,
        ProviderState::Active => {}
        ProviderState::Draft | ProviderState::Tested => {
            let message = "only an active identity provider can be suspended";
            return Err(AppError::user(UserErrorCode::InvalidState, "", message));
        }
    }
    take_group_roles(&tx, actor, provider_id, &BTreeSet::new()).await?;
    row.state = ProviderState::Suspended;
    row.suspended_reason = Some(SuspendedReason::Requested);
    let row = queries::update_provider(&tx, row).await?;
    let view = view::of_provider(core, &tx, row).await?;
    let event = AuditEvent::new(AuditAction::IdentityProviderSuspended, actor);
    tx.record(event.object(IdentityProviderId::from(provider_id)));
    tx.commit().await?;
    Ok(view)
}
