//! Begins with an authenticator app: a fresh secret, which counts for nothing until `confirm_totp` has seen a code of it.

use super::first_factor::require_step_up_to_enroll;
use super::totp_secret::TotpSecret;
use crate::audit::{AuditAction, AuditEvent};
use crate::crypto::seal_for_subject;
use crate::identity::Actor;
use crate::identity::queries::find_user;
use crate::identity::queries::totp_factors::{
    NewTotpFactor, PLACE, delete_totp_factor, find_totp_factor, insert_totp_factor,
};
use crate::secret::Secret;
use crate::{AppError, Core, UserErrorCode};

/// What goes into the app, shown this once.
#[derive(Clone, Debug)]
pub struct TotpEnrollment {
    /// For a QR code.
    pub otpauth_uri: Secret<String>,
    /// For typing it in.
    pub secret: Secret<String>,
}

/// Makes the actor's secret. One that was not confirmed is replaced.
///
/// # Errors
/// `User`: `StepUpRequired`, `InvalidState` for somebody who has an app already; `Unavailable`.
#[tracing::instrument(skip_all)]
pub async fn enroll_totp(core: &Core, actor: &Actor) -> Result<TotpEnrollment, AppError> {
    let user_id = actor.user_id.ok_or(AppError::Unauthenticated)?;
    let tx = core.db.write(&actor.scope).await?;
    require_step_up_to_enroll(&tx, actor).await?;
    let user = find_user(&tx, user_id).await?;
    let known = find_totp_factor(&tx, user_id).await?;
    if known.is_some_and(|factor| factor.confirmed_at.is_some()) {
        let message =
            "your account has an authenticator app already; remove it with removeTotp first";
        return Err(AppError::user(UserErrorCode::InvalidState, "", message));
    }
    delete_totp_factor(&tx, user_id).await?;
    let secret = TotpSecret::generate(tx.services().rng.as_ref());
    let id = tx.new_id();
    let sealed = seal_for_subject(&tx, user.subject_id, PLACE, id, secret.bytes()).await?;
    let factor = NewTotpFactor {
        id,
        subject_id: user.subject_id,
        user_id,
        sealed_secret: sealed,
    };
    insert_totp_factor(&tx, factor).await?;
    tx.record(AuditEvent::new(AuditAction::TotpEnrollmentStarted, actor));
    tx.commit().await?;
    Ok(TotpEnrollment {
        otpauth_uri: secret.uri(&user.email)?,
        secret: secret.base32()?,
    })
}
