//! Gives an operator who has lost the passkey another link. What let them in before is void at once.

use super::enrollment_link::{EnrollmentLink, issue_link};
use super::find_operator::find_operator;
use crate::audit::{AuditAction, AuditEvent};
use crate::identity::Actor;
use crate::identity::queries::passkeys::delete_passkeys_of_user;
use crate::identity::queries::sessions::revoke_sessions_of_user;
use crate::identity::queries::{bump_epoch, set_reactivated};
use crate::{AppError, Core};

/// Takes away passkeys and sessions, and lets in again who was deactivated; the link to a new passkey.
///
/// # Errors
/// `NotFound`; `Unavailable`.
#[tracing::instrument(skip_all)]
pub async fn reenroll_operator(core: &Core, email: &str) -> Result<EnrollmentLink, AppError> {
    let scope = core.platform();
    let tx = core.db.write(&scope).await?;
    let user = find_operator(&tx, email).await?;
    delete_passkeys_of_user(&tx, user.id).await?;
    revoke_sessions_of_user(&tx, user.id, None, "reenrolled").await?;
    if !set_reactivated(&tx, user.id).await? {
        bump_epoch(&tx, user.id).await?;
    }
    let link = issue_link(&tx, &user).await?;
    let mut event = AuditEvent::new(AuditAction::OperatorReenrolled, &Actor::system(scope));
    if let Some(pid) = user.pid {
        event = event.object(pid);
    }
    tx.record(event);
    tx.commit().await?;
    Ok(link)
}
