//! Changes one's own password: the old one is asked for, all other sessions end, and the person is told by mail.

use super::Actor;
use super::api_keys::keys_beside_password;
use super::mails::{Letter, NewMail, enqueue_mail};
use super::own_password::{Guess, Known, check_own_password};
use super::queries::sessions::{renew_epoch, revoke_sessions_of_user};
use super::queries::{bump_epoch, set_password_hash};
use super::support_access::end_over;
use crate::audit::{AuditAction, AuditEvent};
use crate::secret::Secret;
use crate::{AppError, Core};

/// The old and the new password.
#[derive(Clone, Debug)]
pub struct ChangePassword {
    pub current_password: Secret<String>,
    pub new_password: Secret<String>,
    /// Whether the API keys of the account go with the old one.
    pub revoke_api_keys: bool,
}

/// Changes the password of the actor.
///
/// # Errors
/// `User`: `InvalidCredentials`, `PasswordTooWeak`, `SessionRequired`; `RateLimited`; `Unavailable`.
#[tracing::instrument(skip_all)]
pub async fn change_password(
    core: &Core,
    actor: &Actor,
    input: ChangePassword,
) -> Result<(), AppError> {
    actor.session()?;
    let guess = Guess {
        action: AuditAction::PasswordChanged,
        path: "currentPassword",
        password: input.current_password,
    };
    let Known {
        tenant,
        user,
        password_hash: known,
    } = check_own_password(core, actor, &guess).await?;
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
    if !set_password_hash(&tx, user.id, &known, &new).await? {
        return Err(AppError::Conflict(
            "the account has just been changed; try again".into(),
        ));
    }
    let epoch = bump_epoch(&tx, user.id).await?;
    if let Some(session_id) = actor.session_id {
        renew_epoch(&tx, session_id, epoch).await?;
    }
    revoke_sessions_of_user(&tx, user.id, actor.session_id, "password_changed").await?;
    tx.record(AuditEvent::new(AuditAction::PasswordChanged, actor));
    end_over(&tx, actor).await?;
    let keys = keys_beside_password(&tx, actor, user.id, input.revoke_api_keys).await?;
    let letter = Letter::PasswordChanged {
        tenant_name: tenant.name,
        keys,
    };
    let mail = NewMail {
        subject_id: user.subject_id,
        recipient: &user.email,
        language: tenant.language,
        letter: letter.write(tenant.language),
    };
    enqueue_mail(&tx, mail).await?;
    tx.commit().await
}
