//! Ends an operator's access at once: account, sessions, and whatever they do in somebody's name.

use super::find_operator::find_operator;
use crate::audit::{AuditAction, AuditEvent};
use crate::identity::Actor;
use crate::identity::queries::passkey_ceremonies::delete_ceremonies_of_user;
use crate::identity::queries::sessions::revoke_sessions_of_user;
use crate::identity::queries::set_deactivated;
use crate::{AppError, Core};

/// Deactivates the operator. One who is deactivated already is fine.
///
/// # Errors
/// `NotFound`; `Unavailable`.
#[tracing::instrument(skip_all)]
pub async fn deactivate_operator(core: &Core, email: &str) -> Result<(), AppError> {
    let scope = core.platform();
    let tx = core.db.write(&scope).await?;
    let user = find_operator(&tx, email).await?;
    if set_deactivated(&tx, user.id).await? {
        delete_ceremonies_of_user(&tx, user.id).await?;
        revoke_sessions_of_user(&tx, user.id, None, "operator_deactivated").await?;
        let mut event = AuditEvent::new(AuditAction::OperatorDeactivated, &Actor::system(scope));
        if let Some(pid) = user.pid {
            event = event.object(pid);
        }
        tx.record(event);
    }
    tx.commit().await
}
