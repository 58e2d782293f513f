//! Ends all sessions of one's own but the one that asks.

use super::Actor;
use super::queries::sessions::revoke_sessions_of_user;
use super::support_access::end_over;
use crate::audit::{AuditAction, AuditEvent};
use crate::{AppError, Core};

/// Ends them; how many it were. Their tokens and cookies are void at once.
///
/// # Errors
/// `Unauthenticated` without a session; `User(SessionRequired)`; `Unavailable`.
#[tracing::instrument(skip_all)]
pub async fn revoke_other_sessions(core: &Core, actor: &Actor) -> Result<u64, AppError> {
    let session_id = actor.session()?;
    let user_id = actor.user_id.ok_or(AppError::Unauthenticated)?;
    let tx = core.db.write(&actor.scope).await?;
    let ended = revoke_sessions_of_user(&tx, user_id, Some(session_id), "revoked").await?;
    tx.record(AuditEvent::new(AuditAction::SessionsRevoked, actor));
    end_over(&tx, actor).await?;
    tx.commit().await?;
    Ok(ended)
}
