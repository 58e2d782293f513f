//! New recovery codes, in place of those of before.

use super::confirm_totp::renew_codes;
use super::find_factors;
use super::tell::{Change, tell};
use crate::audit::{AuditAction, AuditEvent};
use crate::identity::queries::find_user;
use crate::identity::{Actor, require_step_up};
use crate::secret::Secret;
use crate::{AppError, Core, UserErrorCode};

/// Ten new codes, shown this once.
///
/// # Errors
/// `User`: `StepUpRequired`, `InvalidState` for somebody without a second factor; `Unavailable`.
#[tracing::instrument(skip_all)]
pub async fn regenerate_recovery_codes(
    core: &Core,
    actor: &Actor,
) -> Result<Vec<Secret<String>>, AppError> {
    let user_id = actor.user_id.ok_or(AppError::Unauthenticated)?;
    let tx = core.db.write(&actor.scope).await?;
    require_step_up(&tx, actor).await?;
    if !find_factors(&tx, user_id).await?.is_enrolled() {
        let message = "recovery codes stand in for a second factor; enrol one first, with enrollTotp or startPasskeyEnrollment";
        return Err(AppError::user(UserErrorCode::InvalidState, "", message));
    }
    let user = find_user(&tx, user_id).await?;
    let codes = renew_codes(&tx, &user).await?;
    tx.record(AuditEvent::new(
        AuditAction::RecoveryCodesRegenerated,
        actor,
    ));
    tell(&tx, &user, Change::RecoveryCodesRegenerated).await?;
    tx.commit().await?;
    Ok(codes)
}
