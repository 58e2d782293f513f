//! Somebody known asks for a log-in at a provider: to test it, to link an identity, or to step up.

use uuid::Uuid;
use xorb_entities::identity::{FederationIntent, ProviderState};
use xorb_entities::ids::IdentityProviderId;

use super::connection::{Connection, open};
use super::queries;
use super::ticket::write_ticket;
use crate::audit::{AuditAction, AuditEvent};
use crate::identity::{Actor, Permission, require_step_up};
use crate::{AppError, Core, UserErrorCode};

/// The connection to be examined, and where a test log-in begins.
///
/// # Errors
/// `NotFound`, `Forbidden`.
#[tracing::instrument(skip_all)]
pub async fn start_provider_test(
    core: &Core,
    actor: &Actor,
    provider_id: Uuid,
) -> Result<(Connection, String), AppError> {
    let object = IdentityProviderId::from(provider_id).to_string();
    core.authorise(actor, Permission::IdentityProvidersManage, Some(&object))
        .await?;
    let tx = core.db.write(&actor.scope).await?;
    let row = queries::lock_provider(&tx, provider_id).await?;
    let connection = open(&tx, row).await?;
    let uri = write_ticket(core, &tx, actor, provider_id, FederationIntent::Test, None).await?;
    let event = AuditEvent::new(AuditAction::IdentityProviderExamined, actor);
    tx.record(event.object(connection.public_id()));
    tx.commit().await?;
    Ok((connection, uri))
}

/// Where the actor's browser goes to link an identity at this provider to the account.
///
/// # Errors
/// User errors `INVALID_STATE`, `STEP_UP_REQUIRED`; `NotFound`.
#[tracing::instrument(skip_all)]
pub async fn start_identity_link(
    core: &Core,
    actor: &Actor,
    provider_id: Uuid,
) -> Result<String, AppError> {
    let tx = core.db.write(&actor.scope).await?;
    require_step_up(&tx, actor).await?;
    require_active(&queries::lock_provider(&tx, provider_id).await?)?;
    let uri = write_ticket(core, &tx, actor, provider_id, FederationIntent::Link, None).await?;
    tx.commit().await?;
    Ok(uri)
}

/// Where the actor's browser goes to prove once more who they are.
///
/// # Errors
/// User error `INVALID_STATE` if the actor is not known at this provider; `NotFound`.
#[tracing::instrument(skip_all)]
pub async fn start_provider_step_up(
    core: &Core,
    actor: &Actor,
    provider_id: Uuid,
) -> Result<String, AppError> {
    let user_id = actor.user_id.ok_or(AppError::Unauthenticated)?;
    let tx = core.db.write(&actor.scope).await?;
    require_active(&queries::lock_provider(&tx, provider_id).await?)?;
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

fn require_active(row: &xorb_entities::identity::identity_provider::Model) -> Result<(), AppError> {
    if row.state == ProviderState::Active {
        return Ok(());
    }
    let message = "this identity provider is not active";
    Err(AppError::user(UserErrorCode::InvalidState, "", message))
}
