//! Step-up: somebody who has a session proves once more who they are, before what can't be undone.
//!
//! A log-in counts as well; one through a provider is as old as the provider says. What counts lies in the session's row, so that it holds in every process and ends with the
//! session. A cookie session gets a new cookie, so that a stolen one gains nothing from it.

use chrono::{DateTime, TimeDelta, Utc};

use super::Actor;
use super::opaque_token::{OpaqueToken, TokenKind};
use super::own_password::{Guess, check_own_password};
use super::queries::step_ups::{find_proven_at, set_step_up};
use super::second_factors::{SecondFactor, check_own_factor, find_factors};
use crate::audit::{AuditAction, AuditEvent};
use crate::db::TenantTx;
use crate::secret::Secret;
use crate::{AppError, Core, UserErrorCode};

/// How long a proof lasts.
pub(super) const VALID_FOR: TimeDelta = TimeDelta::minutes(10);

/// One proof.
#[derive(Clone, Debug)]
pub enum StepUp {
    /// The password of an account without a second factor.
    Password(Secret<String>),
    /// A second factor of the account.
    Factor(SecondFactor),
}

/// What a step-up gives.
#[derive(Clone, Debug)]
pub struct SteppedUp {
    /// Until when it counts.
    pub valid_until: DateTime<Utc>,
    /// The new value of the session cookie, for a session that has one.
    pub cookie: Option<Secret<String>>,
}

/// Notes in the actor's session that its user has just proven who they are.
///
/// # Errors
/// `User`: `InvalidCredentials`, `InvalidState` for a password beside a second factor; `RateLimited`; `Unauthenticated`;
/// `Unavailable`.
#[tracing::instrument(skip_all)]
pub async fn step_up(core: &Core, actor: &Actor, input: StepUp) -> Result<SteppedUp, AppError> {
    let session_id = actor.session()?;
    check(core, actor, input).await?;
    let tx = core.db.write(&actor.scope).await?;
    let cookie = OpaqueToken::generate(tx.tenant_id(), tx.services().rng.as_ref());
    let hash = cookie.hash(TokenKind::SessionCookie);
    let has_cookie = set_step_up(&tx, session_id, tx.now(), hash)
        .await?
        .ok_or(AppError::Unauthenticated)?;
    tx.record(AuditEvent::new(AuditAction::SessionSteppedUp, actor));
    let valid_until = tx.now() + VALID_FOR;
    tx.commit().await?;
    Ok(SteppedUp {
        valid_until,
        cookie: has_cookie.then(|| cookie.text()),
    })
}

async fn check(core: &Core, actor: &Actor, input: StepUp) -> Result<(), AppError> {
    let action = AuditAction::SessionSteppedUp;
    match input {
        StepUp::Factor(factor) => check_own_factor(core, actor, action, &factor).await,
        StepUp::Password(password) => {
            refuse_password_beside_factor(core, actor).await?;
            let guess = Guess {
                action,
                path: "password",
                password,
            };
            check_own_password(core, actor, &guess).await.map(|_| ())
        }
    }
}

/// Passwords are stolen together with cookies: whoever has a second factor proves that one.
async fn refuse_password_beside_factor(core: &Core, actor: &Actor) -> Result<(), AppError> {
    let user_id = actor.user_id.ok_or(AppError::Unauthenticated)?;
    let tx = core.db.read(&actor.scope).await?;
    if !find_factors(&tx, user_id).await?.is_enrolled() {
        return Ok(());
    }
    let message =
        "your account has a second factor: step up with totpCode, passkeyResponse or recoveryCode";
    Err(AppError::user(
        UserErrorCode::InvalidState,
        "password",
        message,
    ))
}

/// Lets pass whoever has logged in or stepped up within ten minutes.
///
/// # Errors
/// `User`: `StepUpRequired`; `User(SessionRequired)` for an API key; as the database says.
pub(crate) async fn require_step_up(tx: &TenantTx, actor: &Actor) -> Result<(), AppError> {
    let session_id = actor.session()?;
    let proven_at = find_proven_at(tx, session_id)
        .await?
        .ok_or(AppError::Unauthenticated)?;
    if tx.now() - proven_at <= VALID_FOR {
        return Ok(());
    }
    let message = "prove once more who you are: send stepUp with your second factor, or your password if you have none, then this again within ten minutes";
    Err(AppError::user(UserErrorCode::StepUpRequired, "", message))
}
