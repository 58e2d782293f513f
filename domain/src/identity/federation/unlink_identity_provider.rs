//! Somebody takes a provider off their account: nobody logs in to it through that any more, and who has is logged out.

use std::collections::BTreeSet;

use uuid::Uuid;
use xorb_entities::ids::IdentityProviderId;

use super::queries;
use crate::audit::{AuditAction, AuditEvent};
use crate::db::TenantTx;
use crate::identity::mails::{Letter, tell_user};
use crate::identity::queries::find_user;
use crate::identity::queries::passkeys::count_passkeys;
use crate::identity::queries::refresh_tokens::revoke_family;
use crate::identity::queries::sessions::revoke_session;
use crate::identity::{Actor, require_step_up};
use crate::{AppError, Core, UserErrorCode};

/// Unlinks the actor's account from a provider. The actor's own session goes on.
///
/// # Errors
/// `NotFound` if it is not linked; `User`: `StepUpRequired`, `SessionRequired`, `InvalidState` for the last way in;
/// `Unavailable`.
#[tracing::instrument(skip_all)]
pub async fn unlink_identity_provider(
    core: &Core,
    actor: &Actor,
    provider_id: Uuid,
) -> Result<(), AppError> {
    let own_session = actor.session()?;
    let user_id = actor.user_id.ok_or(AppError::Unauthenticated)?;
    let tx = core.db.write(&actor.scope).await?;
    require_step_up(&tx, actor).await?;
    let linked = queries::list_linked_identities(&tx, user_id).await?;
    let found = linked
        .iter()
        .find(|identity| identity.provider_id == provider_id)
        .ok_or(AppError::NotFound("identity provider"))?;
    let sessions = queries::list_sessions_of_user(&tx, user_id, provider_id).await?;
    queries::delete_identities_of_user(&tx, user_id, provider_id).await?;
    let user = find_user(&tx, user_id).await?;
    let whose = (user.id, user.subject_id);
    queries::replace_group_roles(&tx, provider_id, whose, &BTreeSet::new()).await?;
    check_way_in(&tx, user_id).await?;
    for session_id in sessions.into_iter().filter(|id| *id != own_session) {
        if revoke_session(&tx, session_id, "identity_unlinked").await? {
            revoke_family(&tx, session_id).await?;
        }
    }
    let event = AuditEvent::new(AuditAction::IdentityUnlinked, actor);
    tx.record(event.object(IdentityProviderId::from(provider_id)));
    let letter = |tenant_name| Letter::IdentityUnlinked {
        tenant_name,
        provider: found.provider_name.clone(),
    };
    tell_user(&tx, &user, letter).await?;
    tx.commit().await
}

async fn check_way_in(tx: &TenantTx, user_id: Uuid) -> Result<(), AppError> {
    let has_way = queries::has_password(tx, user_id).await?
        || count_passkeys(tx, user_id).await? > 0
        || !queries::list_linked_identities(tx, user_id)
            .await?
            .is_empty();
    if has_way {
        return Ok(());
    }
    let message = "this is your only way to log in: enrol a passkey first";
    Err(AppError::user(
        UserErrorCode::InvalidState,
        "identityProviderId",
        message,
    ))
}
