//! Ends the session that the request came with.

use xorb_entities::ids::SessionId;

use super::Actor;
use super::queries::refresh_tokens::revoke_family;
use super::queries::sessions::revoke_session;
use super::support_access::end_over;
use crate::audit::{AuditAction, AuditEvent};
use crate::{AppError, Core};

/// Logs out. The session's tokens and cookie are void at once.
///
/// # Errors
/// `Unauthenticated` without a session; `Unavailable`.
#[tracing::instrument(skip_all)]
pub async fn log_out(core: &Core, actor: &Actor) -> Result<(), AppError> {
    let session_id = actor.any_session()?;
    let tx = core.db.write(&actor.scope).await?;
    if revoke_session(&tx, session_id, "logged_out").await? {
        revoke_family(&tx, session_id).await?;
        let event = AuditEvent::new(AuditAction::SessionLoggedOut, actor);
        tx.record(event.object(SessionId::from(session_id)));
    }
    if actor.impersonation.is_some() {
        end_over(&tx, actor).await?;
    }
    tx.commit().await
}
