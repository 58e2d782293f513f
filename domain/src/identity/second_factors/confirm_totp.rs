//! Ends the enrolment of an authenticator app: its first code shows that it has the secret. From then on log-ins ask for
//! it. The recovery codes are shown this once.

use uuid::Uuid;

use super::first_factor::require_step_up_to_enroll;
use super::recovery_code::RecoveryCode;
use super::tell::{Change, tell};
use super::totp_secret::TotpSecret;
use crate::audit::{AuditAction, AuditEvent, Outcome};
use crate::crypto::open_for_subject;
use crate::db::TenantTx;
use crate::identity::Actor;
use crate::identity::queries::recovery_codes::{NewRecoveryCode, replace_recovery_codes};
use crate::identity::queries::totp_factors::{PLACE, TotpFactor, confirm, find_totp_factor};
use crate::identity::queries::{User, find_user};
use crate::identity::throttle::AttemptedAccount;
use crate::secret::Secret;
use crate::{AppError, Core, UserErrorCode};

const CODES: usize = 10;

/// Confirms the app with a code of it and gives the recovery codes.
///
/// # Errors
/// `User`: `StepUpRequired`, `InvalidState` without an enrolment, `InvalidCredentials` for a wrong code; `RateLimited`;
/// `Unavailable`.
#[tracing::instrument(skip_all)]
pub async fn confirm_totp(
    core: &Core,
    actor: &Actor,
    shown: &Secret<String>,
) -> Result<Vec<Secret<String>>, AppError> {
    let user_id = actor.user_id.ok_or(AppError::Unauthenticated)?;
    let address = actor.request.address;
    let account = AttemptedAccount::second_factor(user_id);
    core.log_in_throttle.admit(address, Some(account))?;
    let tx = core.db.write(&actor.scope).await?;
    require_step_up_to_enroll(&tx, actor).await?;
    let user = find_user(&tx, user_id).await?;
    let factor = find_totp_factor(&tx, user_id).await?;
    let factor = factor
        .filter(|factor| factor.confirmed_at.is_none())
        .ok_or_else(not_begun)?;
    let Some(step) = step_of(&tx, &user, &factor, shown).await? else {
        core.log_in_throttle.failed(address, account);
        tx.record(AuditEvent::new(AuditAction::TotpEnrolled, actor).outcome(Outcome::Failure));
        tx.commit().await?;
        let message = "this is not the code that the app shows now; check the time on its device";
        return Err(AppError::user(
            UserErrorCode::InvalidCredentials,
            "code",
            message,
        ));
    };
    // Of two at once, the second has nothing to confirm any more: its recovery codes would make void those of the first.
    if !confirm(&tx, factor.id, step).await? {
        return Err(not_begun());
    }
    let printed = renew_codes(&tx, &user).await?;
    tx.record(AuditEvent::new(AuditAction::TotpEnrolled, actor));
    tell(&tx, &user, Change::TotpEnrolled).await?;
    tx.commit().await?;
    core.log_in_throttle.succeeded(address, account);
    Ok(printed)
}

async fn step_of(
    tx: &TenantTx,
    user: &User,
    factor: &TotpFactor,
    shown: &Secret<String>,
) -> Result<Option<i64>, AppError> {
    let sealed = &factor.sealed_secret;
    let opened = open_for_subject(tx, user.subject_id, PLACE, factor.id, sealed).await?;
    let opened = opened.map(Secret::new);
    let secret = opened.and_then(|bytes| TotpSecret::from_bytes(bytes.expose()));
    match secret {
        Some(secret) => secret.step_of(shown.expose(), tx.now()),
        None => Ok(None),
    }
}

/// Ten new codes; those of before are void.
pub(crate) async fn renew_codes(
    tx: &TenantTx,
    user: &User,
) -> Result<Vec<Secret<String>>, AppError> {
    let rng = tx.services().rng.as_ref();
    let codes: Vec<RecoveryCode> = (0..CODES).map(|_| RecoveryCode::generate(rng)).collect();
    let rows = codes.iter().map(|code| NewRecoveryCode {
        id: tx.new_id(),
        subject_id: user.subject_id,
        user_id: user.id,
        code_hash: code.hash(tx.tenant_id(), user.id),
    });
    replace_recovery_codes(tx, user.id, rows.collect()).await?;
    Ok(codes.iter().map(RecoveryCode::text).collect())
}

/// None is left.
pub(crate) async fn void_codes(tx: &TenantTx, user_id: Uuid) -> Result<(), AppError> {
    replace_recovery_codes(tx, user_id, Vec::new()).await
}

fn not_begun() -> AppError {
    let message = "there is no app to be confirmed; begin with enrollTotp";
    AppError::user(UserErrorCode::InvalidState, "", message)
}
