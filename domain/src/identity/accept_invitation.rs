//! Somebody with an invitation becomes a user and is logged in. The token works once.

use uuid::Uuid;
use xorb_entities::identity::SessionDelivery;
use xorb_entities::ids::InvitationId;
use xorb_entities::tenants::TenantStatus;

use super::opaque_token::{OpaqueToken, TokenKind};
use super::queries::invitations::{Invitation, find_invitation_by_token, set_accepted};
use super::queries::{NewUser, find_pid, insert_user, replace_roles};
use super::sessions::{AuthMethod, Means, Person, SessionGrant, grant, open_session};
use super::{DisplayName, EmailAddress, InputErrors, RequestInfo, pre_authentication};
use crate::audit::{AuditAction, AuditEvent};
use crate::db::TenantTx;
use crate::rate_limits::Attempt;
use crate::secret::Secret;
use crate::tenants::queries::find_tenant;
use crate::{AppError, Core, UserErrorCode};

/// The token of the mail, and what the person chooses.
#[derive(Clone, Debug)]
pub struct AcceptInvitation {
    pub token: Secret<String>,
    pub password: Secret<String>,
    pub display_name: String,
    pub delivery: SessionDelivery,
}

/// Makes the account and opens its first session.
///
/// # Errors
/// `User`: `InvalidToken`, `InvalidInput`, `PasswordTooWeak`, `Taken`; `RateLimited`; `Unavailable`.
#[tracing::instrument(skip_all)]
pub async fn accept_invitation(
    core: &Core,
    request: &RequestInfo,
    input: AcceptInvitation,
) -> Result<SessionGrant, AppError> {
    core.log_in_throttle.admit(request.address, None)?;
    let attempt = Attempt::of_address(request.address);
    core.rate_limits.admit_attempt(attempt).await?;
    let token = OpaqueToken::parse(input.token.expose()).ok_or_else(invalid_token)?;
    let hash = token.hash(TokenKind::Invitation);
    let scope = pre_authentication::scope_of_token(&token);
    let mut errors = InputErrors::default();
    let Some(display_name) = errors.parse::<DisplayName>("displayName", &input.display_name) else {
        return Err(errors.into_error());
    };
    let tx = core.db.read(&scope).await?;
    let (invitation, mut words) = find_open(&tx, hash.clone()).await?;
    drop(tx);
    words.extend([invitation.email.clone(), display_name.as_str().to_owned()]);
    let password_hash = core
        .passwords
        .hash_new(input.password.expose(), words, "password")
        .await?;

    let tx = core.db.write(&scope).await?;
    let (invitation, _) = find_open(&tx, hash).await?;
    let user_id = tx.new_id();
    if !set_accepted(&tx, invitation.id, user_id).await? {
        return Err(invalid_token());
    }
    let person = create(&tx, user_id, &invitation, &display_name, &password_hash).await?;
    let means = Means {
        delivery: input.delivery,
        methods: &[AuthMethod::Password],
        request,
    };
    let session = open_session(&tx, &core.settings.auth, person, means).await?;
    let event = AuditEvent::new(AuditAction::InvitationAccepted, &session.actor);
    tx.record(event.object(InvitationId::from(invitation.id)));
    tx.commit().await?;
    grant(core, session).await
}

/// The open invitation, with the words of its tenant.
async fn find_open(tx: &TenantTx, hash: Vec<u8>) -> Result<(Invitation, Vec<String>), AppError> {
    let invitation = find_invitation_by_token(tx, hash).await?;
    let open = invitation
        .filter(|invitation| invitation.is_open(tx.now()))
        .ok_or_else(invalid_token)?;
    let tenant = find_tenant(tx).await?;
    if tenant.status == TenantStatus::Active {
        Ok((open, vec![tenant.name, tenant.slug]))
    } else {
        Err(invalid_token())
    }
}

async fn create(
    tx: &TenantTx,
    user_id: Uuid,
    invitation: &Invitation,
    display_name: &DisplayName,
    password_hash: &str,
) -> Result<Person, AppError> {
    let email: EmailAddress = invitation.email.parse().map_err(AppError::internal)?;
    let user = NewUser {
        id: user_id,
        subject_id: invitation.subject_id,
        email: &email,
        display_name: display_name.as_str(),
        password_hash: Some(password_hash),
    };
    insert_user(tx, user).await?;
    replace_roles(tx, user_id, invitation.subject_id, &invitation.roles).await?;
    Ok(Person {
        user_id,
        subject_id: invitation.subject_id,
        pid: find_pid(tx, invitation.subject_id).await?,
        roles: invitation.roles.clone(),
        authz_epoch: 0,
    })
}

fn invalid_token() -> AppError {
    let message = "this invitation is unknown, was used or has expired; ask for a new one";
    AppError::user(UserErrorCode::InvalidToken, "token", message)
}
