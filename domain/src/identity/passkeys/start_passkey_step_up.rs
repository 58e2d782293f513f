//! The options with which somebody who is logged in proves by passkey once more who they are.

use super::assertion::options_for;
use super::ceremony::CeremonyKey;
use crate::audit::{AuditAction, AuditEvent};
use crate::identity::Actor;
use crate::identity::queries::find_user;
use crate::identity::queries::passkeys::list_passkeys;
use crate::{AppError, Core, UserErrorCode};

/// The options as JSON, for the answer in `step_up`.
///
/// # Errors
/// `User`: `InvalidState` for somebody without a passkey, `NotAvailable`; `Unavailable`.
#[tracing::instrument(skip_all)]
pub async fn start_passkey_step_up(core: &Core, actor: &Actor) -> Result<String, AppError> {
    let session_id = actor.session()?;
    let user_id = actor.user_id.ok_or(AppError::Unauthenticated)?;
    let tx = core.db.write(&actor.scope).await?;
    let user = find_user(&tx, user_id).await?;
    if list_passkeys(&tx, user_id).await?.is_empty() {
        let message = "your account has no passkey; enrol one with startPasskeyEnrollment";
        return Err(AppError::user(UserErrorCode::InvalidState, "", message));
    }
    let key = CeremonyKey::step_up(session_id);
    let options = options_for(&core.settings, &tx, &key, &user).await?;
    tx.record(AuditEvent::new(AuditAction::PasskeyStepUpStarted, actor));
    tx.commit().await?;
    Ok(options)
}
