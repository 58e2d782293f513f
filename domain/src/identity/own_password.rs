//! Whether somebody who is logged in knows their own password.
//!
//! They may sit at a screen that its owner left: guesses are counted and noted like those at log-in.

use super::Actor;
use super::passwords::{Password, Verdict};
use super::queries::{User, find_credentials, find_user};
use super::throttle::AttemptedAccount;
use crate::audit::{AuditAction, AuditEvent, Outcome};
use crate::rate_limits::Attempt;
use crate::secret::Secret;
use crate::tenants::Tenant;
use crate::tenants::queries::find_tenant;
use crate::{AppError, Core, UserErrorCode};

/// A password that may be the right one.
pub(super) struct Guess {
    /// What a wrong one is called in the trail.
    pub(super) action: AuditAction,
    /// The field it came in.
    pub(super) path: &'static str,
    pub(super) password: Secret<String>,
}

/// Whose password it is.
pub(super) struct Known {
    pub(super) tenant: Tenant,
    pub(super) user: User,
    pub(super) password_hash: String,
}

/// The actor's account, if the guess is right.
///
/// # Errors
/// `User(InvalidCredentials)`; `RateLimited`; `Unauthenticated`; `Unavailable`.
pub(super) async fn check_own_password(
    core: &Core,
    actor: &Actor,
    guess: &Guess,
) -> Result<Known, AppError> {
    actor.in_person()?;
    let known = find(core, actor, guess).await?;
    let address = actor.request.address;
    let account = AttemptedAccount::own_password(known.user.id);
    core.log_in_throttle.admit(address, Some(account))?;
    let attempt = Attempt {
        account: Some(account.as_bytes()),
        address,
        tenant: None,
    };
    let attempt = core.rate_limits.admit_attempt(attempt).await?;
    let password = Password::parse(guess.password.expose()).ok_or_else(|| wrong(guess.path))?;
    let verdict = core
        .passwords
        .verify(password, Some(known.password_hash.clone()))
        .await?;
    if verdict != Verdict::Wrong {
        core.log_in_throttle.succeeded(address, account);
        core.rate_limits.attempt_succeeded(&attempt);
        return Ok(known);
    }
    core.log_in_throttle.failed(address, account);
    let tx = core.db.write(&actor.scope).await?;
    tx.record(AuditEvent::new(guess.action, actor).outcome(Outcome::Failure));
    tx.commit().await?;
    Err(wrong(guess.path))
}

async fn find(core: &Core, actor: &Actor, guess: &Guess) -> Result<Known, AppError> {
    let user_id = actor.user_id.ok_or(AppError::Unauthenticated)?;
    let tx = core.db.read(&actor.scope).await?;
    let tenant = find_tenant(&tx).await?;
    let user = find_user(&tx, user_id).await?;
    let stored = find_credentials(&tx, &user.email_normalized).await?;
    let password_hash = stored
        .and_then(|stored| stored.password_hash)
        .ok_or_else(|| wrong(guess.path))?;
    Ok(Known {
        tenant,
        user,
        password_hash,
    })
}

fn wrong(path: &str) -> AppError {
    let message = "this is not your current password";
    AppError::user(UserErrorCode::InvalidCredentials, path, message)
}
