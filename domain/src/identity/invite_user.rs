//! Invites a person by mail. The token is in the mail and nowhere else; inviting the same address again voids the first.

use serde_json::json;
use uuid::Uuid;
use xorb_entities::ids::InvitationId;
use xorb_entities::privacy::SubjectKind;

use super::invitation_limits::{check_mails, check_stranger};
use super::mails::{
    Letter, NewMail, accept_invitation_link, enqueue_mail, name_for_strangers, tell_owners,
};
use super::opaque_token::{OpaqueToken, TokenKind};
use super::owner_rules;
use super::queries::find_credentials;
use super::queries::invitations::{
    Invitation, NewInvitation, find_invitation, insert_invitation, revoke_pending,
};
use super::{Actor, EmailAddress, InputErrors, Permission, Role};
use crate::audit::{AuditAction, AuditEvent};
use crate::db::TenantTx;
use crate::idempotency::{KeyClaim, claim_key};
use crate::privacy::create_subject;
use crate::tenants::queries::find_tenant;
use crate::{AppError, Core, UserErrorCode};

/// Whom to invite as what.
#[derive(Clone, Debug)]
pub struct InviteUser {
    pub email: String,
    pub roles: Vec<Role>,
    pub idempotency_key: Option<String>,
}

/// Invites a person; the mail goes out by a job.
///
/// # Errors
/// `Forbidden`; `User`: `InvalidInput`, `OwnerOnly`, `Taken`, `LimitReached`, `StepUpRequired` for owners and administrators; `IdempotencyConflict`; `Unavailable`.
#[tracing::instrument(skip_all)]
pub async fn invite_user(
    core: &Core,
    actor: &Actor,
    input: InviteUser,
) -> Result<Invitation, AppError> {
    core.authorise(actor, Permission::UsersInvite, None).await?;
    let mut errors = InputErrors::default();
    let Some(email) = errors.parse::<EmailAddress>("email", &input.email) else {
        return Err(errors.into_error());
    };
    owner_rules::check_any(&input.roles)?;
    owner_rules::check_grant(actor, &input.roles, "roles")?;
    let mut roles = input.roles;
    roles.sort_unstable();
    roles.dedup();
    let names: Vec<&str> = roles.iter().map(|role| role.as_str()).collect();
    let tx = core.db.write(&actor.scope).await?;
    let id = tx.new_id();
    let content = json!({ "email": email.normalized(), "roles": names });
    let key = input.idempotency_key.as_deref();
    if let KeyClaim::Replay(id) = claim_key(&tx, actor, "invite_user", key, &content, id).await? {
        return find_invitation(&tx, id).await;
    }
    owner_rules::require_step_up_to_grant(&tx, actor, owner_rules::permitted_by(&roles)).await?;
    if find_credentials(&tx, email.normalized()).await?.is_some() {
        let message = "there is an account with this address already";
        return Err(AppError::user(UserErrorCode::Taken, "email", message));
    }
    check_stranger(&tx, &email).await?;
    let subject_id = person(&tx, &email).await?;
    check_mails(&tx, subject_id, "email").await?;
    send(core, &tx, actor, id, subject_id, &email, &roles).await?;
    if roles.contains(&Role::Owner) {
        tell_owners(&tx, |tenant_name| Letter::OwnerAdded { tenant_name }).await?;
    }
    let event = AuditEvent::new(AuditAction::UserInvited, actor).object(InvitationId::from(id));
    tx.record(event.payload(Some(subject_id), json!({ "roles": names })));
    let invitation = find_invitation(&tx, id).await?;
    tx.commit().await?;
    Ok(invitation)
}

/// Whoever was invited before under this address is the same person.
async fn person(tx: &TenantTx, email: &EmailAddress) -> Result<Uuid, AppError> {
    match revoke_pending(tx, email.normalized()).await? {
        Some(subject_id) => Ok(subject_id),
        None => Ok(create_subject(tx, SubjectKind::User).await?.id),
    }
}

async fn send(
    core: &Core,
    tx: &TenantTx,
    actor: &Actor,
    id: Uuid,
    subject_id: Uuid,
    email: &EmailAddress,
    roles: &[Role],
) -> Result<(), AppError> {
    let token = OpaqueToken::generate(tx.tenant_id(), tx.services().rng.as_ref());
    let expires_at = tx.now() + core.settings.auth.invitation_lifetime;
    let invitation = NewInvitation {
        id,
        subject_id,
        email,
        roles,
        token_hash: token.hash(TokenKind::Invitation),
        invited_by: actor.user_id,
        expires_at,
    };
    insert_invitation(tx, invitation).await?;
    let tenant = find_tenant(tx).await?;
    let letter = Letter::Invitation {
        tenant_name: name_for_strangers(&tenant.name, &tenant.slug).to_owned(),
        link: accept_invitation_link(&core.settings.web, &token.text()),
        expires_at,
    };
    let mail = NewMail {
        subject_id,
        recipient: email.as_str(),
        language: tenant.language,
        letter: letter.write(tenant.language),
    };
    enqueue_mail(tx, mail).await?;
    Ok(())
}
