//! Takes the authenticator app off an account. With the last factor its recovery codes go.

use super::confirm_totp::void_codes;
use super::find_factors;
use super::tell::{Change, tell};
use crate::audit::{AuditAction, AuditEvent};
use crate::identity::queries::find_user;
use crate::identity::queries::totp_factors::delete_totp_factor;
use crate::identity::{Actor, require_step_up};
use crate::{AppError, Core};

/// Removes the actor's app. Without one, nothing happens.
///
/// # Errors
/// `User(StepUpRequired)`; `Unavailable`.
#[tracing::instrument(skip_all)]
pub async fn remove_totp(core: &Core, actor: &Actor) -> Result<(), AppError> {
    let user_id = actor.user_id.ok_or(AppError::Unauthenticated)?;
    let tx = core.db.write(&actor.scope).await?;
    require_step_up(&tx, actor).await?;
    let had = find_factors(&tx, user_id).await?;
    if !delete_totp_factor(&tx, user_id).await? {
        return Ok(());
    }
    if had.has_totp {
        let user = find_user(&tx, user_id).await?;
        if !find_factors(&tx, user_id).await?.is_enrolled() {
            void_codes(&tx, user_id).await?;
        }
        tell(&tx, &user, Change::TotpRemoved).await?;
    }
    tx.record(AuditEvent::new(AuditAction::TotpRemoved, actor));
    tx.commit().await
}
