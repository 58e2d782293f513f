//! Ends all sessions of a user: one's own, or, with the permission to manage users, anybody's in the tenant.

use uuid::Uuid;
use xorb_entities::ids::UserId;

use super::queries::find_user;
use super::queries::sessions::revoke_sessions_of_user;
use super::support_access::end_over;
use super::{Actor, Permission};
use crate::audit::{AuditAction, AuditEvent};
use crate::{AppError, Core};

/// Ends them, the one that asks too if they are one's own; how many it were.
///
/// # Errors
/// `NotFound`; `Forbidden` for somebody else's; `User(SessionRequired)`; `Unavailable`.
#[tracing::instrument(skip_all)]
pub async fn revoke_all_sessions(
    core: &Core,
    actor: &Actor,
    user_id: Option<Uuid>,
) -> Result<u64, AppError> {
    actor.session()?;
    let own = actor.user_id.ok_or(AppError::Unauthenticated)?;
    let user_id = user_id.unwrap_or(own);
    if user_id != own {
        let object = UserId::from(user_id).to_string();
        core.authorise(actor, Permission::UsersManage, Some(&object))
            .await?;
    }
    let tx = core.db.write(&actor.scope).await?;
    let user = find_user(&tx, user_id).await?;
    let ended = revoke_sessions_of_user(&tx, user_id, None, "revoked").await?;
    let mut event = AuditEvent::new(AuditAction::SessionsRevoked, actor);
    if let Some(pid) = user.pid {
        event = event.object(pid);
    }
    tx.record(event);
    end_over(&tx, actor).await?;
    tx.commit().await?;
    Ok(ended)
}
