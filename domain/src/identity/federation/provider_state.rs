//! Activates, suspends and deletes connections.

use uuid::Uuid;
use xorb_entities::identity::{ProviderState, SuspendedReason};
use xorb_entities::ids::IdentityProviderId;

use super::queries;
use super::view::{self, IdentityProviderView};
use crate::audit::{AuditAction, AuditEvent};
use crate::identity::{Actor, Permission, require_step_up};
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

/// Lets nobody in through a connection any more. Sessions that came from it stay.
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
    row.state = ProviderState::Suspended;
    row.suspended_reason = Some(SuspendedReason::Requested);
    let row = queries::update_provider(&tx, row).await?;
    let view = view::of_provider(core, &tx, row).await?;
    let event = AuditEvent::new(AuditAction::IdentityProviderSuspended, actor);
    tx.record(event.object(IdentityProviderId::from(provider_id)));
    tx.commit().await?;
    Ok(view)
}

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

async fn authorise(core: &Core, actor: &Actor, provider_id: Uuid) -> Result<(), AppError> {
    let object = IdentityProviderId::from(provider_id).to_string();
    core.authorise(actor, Permission::IdentityProvidersManage, Some(&object))
        .await
}
