//! Changes one's own password: the old one is asked for, all other sessions end, and the person is told by mail.

use super::Actor;
use super::mails::{Letter, NewMail, enqueue_mail};
use super::passwords::{Password, Verdict};
use super::queries::sessions::{renew_epoch, revoke_sessions_of_user};
use super::queries::{User, bump_epoch, find_credentials, find_user, set_password_hash};
use super::throttle::AttemptedAccount;
use crate::audit::{AuditAction, AuditEvent, Outcome};
use crate::secret::Secret;
use crate::tenants::Tenant;
use crate::tenants::queries::find_tenant;
use crate::{AppError, Core, UserErrorCode};

/// The old and the new password.
#[derive(Clone, Debug)]
pub struct ChangePassword {
    pub current_password: Secret<String>,
    pub new_password: Secret<String>,
}

/// Changes the password of the actor.
///
/// # Errors
/// `User`: `InvalidCredentials`, `PasswordTooWeak`; `RateLimited`; `Unavailable`.
#[tracing::instrument(skip_all)]
pub async fn change_password(
    core: &Core,
    actor: &Actor,
    input: ChangePassword,
) -> Result<(), AppError> {
    let user_id = actor.user_id.ok_or(AppError::Unauthenticated)?;
    let tx = core.db.read(&actor.scope).await?;
    let tenant = find_tenant(&tx).await?;
    let user = find_user(&tx, user_id).await?;
    let stored = find_credentials(&tx, &user.email_normalized).await?;
    drop(tx);
    let known = stored
        .and_then(|stored| stored.password_hash)
        .ok_or_else(wrong_password)?;
    verify(core, actor, &tenant, &user, &input, &known).await?;
    let words = vec![
        tenant.name.clone(),
        tenant.slug.clone(),
        user.email.clone(),
        user.display_name.clone(),
    ];
    let new = core
        .passwords
        .hash_new(input.new_password.expose(), words, "newPassword")
        .await?;
    let tx = core.db.write(&actor.scope).await?;
    if !set_password_hash(&tx, user_id, &known, &new).await? {
        return Err(AppError::Conflict(
            "the account has just been changed; try again".into(),
        ));
    }
    let epoch = bump_epoch(&tx, user_id).await?;
    if let Some(session_id) = actor.session_id {
        renew_epoch(&tx, session_id, epoch).await?;
    }
    revoke_sessions_of_user(&tx, user_id, actor.session_id, "password_changed").await?;
    tx.record(AuditEvent::new(AuditAction::PasswordChanged, actor));
    let mail = NewMail {
        subject_id: user.subject_id,
        recipient: &user.email,
        language: tenant.language,
        letter: Letter::PasswordChanged {
            tenant_name: tenant.name,
        },
    };
    enqueue_mail(&tx, mail).await?;
    tx.commit().await
}

/// Somebody may sit at a screen that its owner left: guesses are counted and noted like those at log-in.
async fn verify(
    core: &Core,
    actor: &Actor,
    tenant: &Tenant,
    user: &User,
    input: &ChangePassword,
    known: &str,
) -> Result<(), AppError> {
    let address = actor.request.address;
    let account = AttemptedAccount::new(&tenant.slug, &user.email_normalized);
    core.log_in_throttle.admit(address, Some(account))?;
    let current = Password::parse(input.current_password.expose()).ok_or_else(wrong_password)?;
    if core
        .passwords
        .verify(current, Some(known.to_owned()))
        .await?
        != Verdict::Wrong
    {
        core.log_in_throttle.succeeded(address, account);
        return Ok(());
    }
    core.log_in_throttle.failed(address, account);
    let tx = core.db.write(&actor.scope).await?;
    tx.record(AuditEvent::new(AuditAction::PasswordChanged, actor).outcome(Outcome::Failure));
    tx.commit().await?;
    Err(wrong_password())
}

fn wrong_password() -> AppError {
    let message = "this is not your current password";
    AppError::user(
        UserErrorCode::InvalidCredentials,
        "currentPassword",
        message,
    )
}
