//! Ends a person's access: sessions, tokens, API keys and the account, at once.

use uuid::Uuid;
use xorb_entities::ids::UserId;

use super::break_glass;
use super::owner_rules;
use super::queries::api_keys::revoke_keys_of_user;
use super::queries::sessions::revoke_sessions_of_user;
use super::queries::{User, find_user, set_deactivated};
use super::support_access::end_over;
use super::{Actor, Permission};
use crate::audit::{AuditAction, AuditEvent};
use crate::{AppError, Core};

/// Deactivates the user. One who is deactivated already is fine.
///
/// # Errors
/// `Forbidden`; `NotFound`; `User`: `OwnerOnly`, `LastOwner`, `InvalidState`; `Unavailable`.
#[tracing::instrument(skip_all)]
pub async fn deactivate_user(core: &Core, actor: &Actor, user_id: Uuid) -> Result<User, AppError> {
    let object = UserId::from(user_id).to_string();
    core.authorise(actor, Permission::UsersManage, Some(&object))
        .await?;
    let tx = core.db.write(&actor.scope).await?;
    find_user(&tx, user_id).await?;
    if set_deactivated(&tx, user_id).await? {
        // Read behind the lock: who has just become an owner is one.
        let target = find_user(&tx, user_id).await?;
        owner_rules::check_removal(&tx, actor, &target, false, "userId").await?;
        break_glass::keep(&tx, "userId").await?;
        revoke_keys_of_user(&tx, user_id).await?;
        revoke_sessions_of_user(&tx, user_id, None, "user_deactivated").await?;
        let mut event = AuditEvent::new(AuditAction::UserDeactivated, actor);
        if let Some(pid) = target.pid {
            event = event.object(pid);
        }
        tx.record(event);
        end_over(&tx, actor).await?;
    }
    let user = find_user(&tx, user_id).await?;
    tx.commit().await?;
    Ok(user)
}
