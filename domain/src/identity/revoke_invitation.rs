//! Takes an invitation back: its link opens nothing any more.

use uuid::Uuid;
use xorb_entities::ids::InvitationId;

use super::queries::invitations::{Invitation, find_invitation, set_revoked};
use super::{Actor, Permission, owner_rules};
use crate::audit::{AuditAction, AuditEvent};
use crate::{AppError, Core, UserErrorCode};

/// Revokes the invitation. One that is revoked already is fine.
///
/// # Errors
/// `Forbidden`; `NotFound`; `User`: `OwnerOnly`, `InvalidState` for one that was accepted; `Unavailable`.
#[tracing::instrument(skip_all)]
pub async fn revoke_invitation(
    core: &Core,
    actor: &Actor,
    id: Uuid,
) -> Result<Invitation, AppError> {
    let object = InvitationId::from(id).to_string();
    core.authorise(actor, Permission::UsersInvite, Some(&object))
        .await?;
    let tx = core.db.write(&actor.scope).await?;
    let invitation = find_invitation(&tx, id).await?;
    owner_rules::check_grant(actor, &invitation.roles, "invitationId")?;
    if invitation.is_accepted() {
        let message = "this invitation was accepted; deactivate the user instead";
        return Err(AppError::user(
            UserErrorCode::InvalidState,
            "invitationId",
            message,
        ));
    }
    if set_revoked(&tx, id).await? {
        tx.record(AuditEvent::new(AuditAction::InvitationRevoked, actor).object(object));
    }
    let invitation = find_invitation(&tx, id).await?;
    tx.commit().await?;
    Ok(invitation)
}
