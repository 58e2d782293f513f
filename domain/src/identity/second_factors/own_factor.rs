//! Whether somebody who is logged in holds their own second factor. Guesses are counted and noted like those at log-in.

use super::SecondFactor;
use super::second_factor::Asked;
use crate::audit::{AuditAction, AuditEvent, Outcome};
use crate::identity::Actor;
use crate::identity::passkeys::CeremonyKey;
use crate::identity::queries::find_user;
use crate::identity::throttle::AttemptedAccount;
use crate::rate_limits::Attempt;
use crate::{AppError, Core};

/// Lets pass whoever gives the right factor. It is used up then. `action` is what a wrong one is called in the trail.
///
/// # Errors
/// `User(InvalidCredentials)`; `RateLimited`; `Unauthenticated`; `Unavailable`.
pub(crate) async fn check_own_factor(
    core: &Core,
    actor: &Actor,
    action: AuditAction,
    factor: &SecondFactor,
) -> Result<(), AppError> {
    let session_id = actor.session()?;
    let user_id = actor.user_id.ok_or(AppError::Unauthenticated)?;
    let address = actor.request.address;
    let account = AttemptedAccount::second_factor(user_id);
    core.log_in_throttle.admit(address, Some(account))?;
    let attempt = Attempt {
        account: Some(account.as_bytes()),
        address,
        tenant: None,
    };
    let attempt = core.rate_limits.admit_attempt(attempt).await?;
    let tx = core.db.write(&actor.scope).await?;
    let user = find_user(&tx, user_id).await?;
    let asked = Asked {
        settings: &core.settings,
        tx: &tx,
        user: &user,
        ceremony: CeremonyKey::step_up(session_id),
    };
    let Err(reason) = factor.spend(asked).await? else {
        tx.commit().await?;
        core.log_in_throttle.succeeded(address, account);
        core.rate_limits.attempt_succeeded(&attempt);
        return Ok(());
    };
    core.log_in_throttle.failed(address, account);
    let event = AuditEvent::new(action, actor).outcome(Outcome::Failure);
    tx.record(event.payload(actor.subject_id, factor.payload(Some(reason))));
    tx.commit().await?;
    Err(factor.wrong())
}
