//! Somebody with the link of a mail chooses a new password. Every session ends and none is opened: whoever has a second
//! factor needs it at the log-in that follows.

use crate::audit::{AuditAction, AuditEvent};
use crate::db::TenantTx;
use crate::identity::api_keys::keys_beside_password;
use crate::identity::mails::{Letter, tell_user};
use crate::identity::opaque_token::{OpaqueToken, TokenKind};
use crate::identity::queries::failed_log_ins::forget_failed_log_ins;
use crate::identity::queries::password_resets::{find_open_reset, use_resets};
use crate::identity::queries::sessions::revoke_sessions_of_user;
use crate::identity::queries::{User, bump_epoch, find_user, replace_password_hash};
use crate::identity::support_access::end_over;
use crate::identity::{Actor, ActorKind, RequestInfo, pre_authentication};
use crate::rate_limits::Attempt;
use crate::secret::Secret;
use crate::tenants::Tenant;
use crate::tenants::queries::find_tenant;
use crate::{AppError, Core, UserErrorCode};

/// The token of the mail, and the new password.
#[derive(Clone, Debug)]
pub struct ResetPassword {
    pub token: Secret<String>,
    pub new_password: Secret<String>,
    /// Whether the API keys of the account go with the old one.
    pub revoke_api_keys: bool,
}

/// Sets the new password. The token works once.
///
/// # Errors
/// `User`: `InvalidToken`, `PasswordTooWeak`; `RateLimited`; `Unavailable`.
#[tracing::instrument(skip_all)]
pub async fn reset_password(
    core: &Core,
    request: &RequestInfo,
    input: ResetPassword,
) -> Result<(), AppError> {
    core.log_in_throttle.admit(request.address, None)?;
    let attempt = Attempt::of_address(request.address);
    core.rate_limits.admit_attempt(attempt).await?;
    let token = OpaqueToken::parse(input.token.expose()).ok_or_else(invalid_token)?;
    let hash = token.hash(TokenKind::PasswordReset);
    let scope = pre_authentication::scope_of_token(&token);
    let tx = core.db.read(&scope).await?;
    let (user, tenant) = find_open(&tx, hash.clone()).await?;
    drop(tx);
    let words = vec![
        tenant.name,
        tenant.slug,
        user.email.clone(),
        user.display_name,
    ];
    let password_hash = core
        .passwords
        .hash_new(input.new_password.expose(), words, "newPassword")
        .await?;

    let tx = core.db.write(&scope).await?;
    let (user, _) = find_open(&tx, hash.clone()).await?;
    let is_first = use_resets(&tx, user.id, hash).await?;
    if !is_first || !replace_password_hash(&tx, user.id, &password_hash).await? {
        return Err(invalid_token());
    }
    bump_epoch(&tx, user.id).await?;
    forget_failed_log_ins(&tx, user.id).await?;
    revoke_sessions_of_user(&tx, user.id, None, "password_reset").await?;
    let actor = Actor {
        kind: ActorKind::User,
        user_id: Some(user.id),
        subject_id: Some(user.subject_id),
        pid: user.pid,
        ..Actor::anonymous(scope, request.clone())
    };
    tx.record(AuditEvent::new(AuditAction::PasswordReset, &actor));
    end_over(&tx, &actor).await?;
    let keys = keys_beside_password(&tx, &actor, user.id, input.revoke_api_keys).await?;
    tell_user(&tx, &user, |tenant_name| Letter::PasswordChanged {
        tenant_name,
        keys,
    })
    .await?;
    tx.commit().await
}

async fn find_open(tx: &TenantTx, hash: Vec<u8>) -> Result<(User, Tenant), AppError> {
    let reset = find_open_reset(tx, hash).await?.ok_or_else(invalid_token)?;
    Ok((find_user(tx, reset.user_id).await?, find_tenant(tx).await?))
}

fn invalid_token() -> AppError {
    let message = "this link is unknown, was used or has expired; ask for a new one";
    AppError::user(UserErrorCode::InvalidToken, "token", message)
}
