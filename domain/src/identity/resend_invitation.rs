//! Sends an invitation once more, with a new link and from now on; the link of before opens nothing any more.

use uuid::Uuid;
use xorb_entities::ids::InvitationId;

use super::invitation_limits::check_mails;
use super::mails::{Letter, NewMail, accept_invitation_link, enqueue_mail, name_for_strangers};
use super::opaque_token::{OpaqueToken, TokenKind};
use super::queries::invitations::{Invitation, find_invitation, renew_invitation};
use super::{Actor, Permission, owner_rules};
use crate::audit::{AuditAction, AuditEvent};
use crate::tenants::queries::find_tenant;
use crate::{AppError, Core, UserErrorCode};

/// Renews the invitation, also one that has expired, and sends it.
///
/// # Errors
/// `Forbidden`; `NotFound`; `User`: `OwnerOnly`, `StepUpRequired`, `LimitReached`, `InvalidState` for one that was accepted or revoked; `Unavailable`.
#[tracing::instrument(skip_all)]
pub async fn resend_invitation(
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
    owner_rules::require_step_up_to_grant(&tx, actor, owner_rules::permitted_by(&invitation.roles))
        .await?;
    let token = OpaqueToken::generate(tx.tenant_id(), tx.services().rng.as_ref());
    let expires_at = tx.now() + core.settings.auth.invitation_lifetime;
    if !renew_invitation(&tx, id, token.hash(TokenKind::Invitation), expires_at).await? {
        let message = "this invitation was accepted or revoked; invite the person anew";
        return Err(AppError::user(
            UserErrorCode::InvalidState,
            "invitationId",
            message,
        ));
    }
    check_mails(&tx, invitation.subject_id, "invitationId").await?;
    let tenant = find_tenant(&tx).await?;
    let letter = Letter::Invitation {
        tenant_name: name_for_strangers(&tenant.name, &tenant.slug).to_owned(),
        link: accept_invitation_link(&core.settings.web, &token.text()),
        expires_at,
    };
    let mail = NewMail {
        subject_id: invitation.subject_id,
        recipient: &invitation.email,
        language: tenant.language,
        letter: letter.write(tenant.language),
    };
    enqueue_mail(&tx, mail).await?;
    tx.record(AuditEvent::new(AuditAction::InvitationResent, actor).object(object));
    let invitation = find_invitation(&tx, id).await?;
    tx.commit().await?;
    Ok(invitation)
}
