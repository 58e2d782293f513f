//! An owner hands the tenant over: the other becomes an owner, the one who hands over an administrator, in one step, so
//! that there is an owner at every moment.

use uuid::Uuid;
use xorb_entities::ids::UserId;

use super::mails::{Letter, tell_user};
use super::queries::{User, find_user, grant_by_hand, lock_owners, take_role, touch_user};
use super::{Actor, Permission, Role, break_glass, require_step_up};
use crate::audit::{AuditAction, AuditEvent};
use crate::{AppError, Core, UserErrorCode};

/// Makes `user_id` an owner in place of the actor. Returns the new owner.
///
/// # Errors
/// `Forbidden`; `NotFound`; `User`: `OwnerOnly`, `InvalidState`, `StepUpRequired`, `SessionRequired`; `Unavailable`.
#[tracing::instrument(skip_all)]
pub async fn transfer_ownership(
    core: &Core,
    actor: &Actor,
    user_id: Uuid,
) -> Result<User, AppError> {
    let object = UserId::from(user_id).to_string();
    core.authorise(actor, Permission::UsersManage, Some(&object))
        .await?;
    actor.session()?;
    let own_id = actor.user_id.ok_or(AppError::Unauthenticated)?;
    let tx = core.db.write(&actor.scope).await?;
    let target = find_user(&tx, user_id).await?;
    let owners = lock_owners(&tx).await?;
    if !owners.contains(&own_id) {
        let message = "only an owner can hand the tenant over";
        return Err(AppError::user(UserErrorCode::OwnerOnly, "", message));
    }
    check_target(&target, own_id)?;
    require_step_up(&tx, actor).await?;
    let own = find_user(&tx, own_id).await?;
    for user in [&target, &own] {
        touch_user(&tx, user.id, None).await?;
    }
    grant_by_hand(&tx, target.id, target.subject_id, Role::Owner).await?;
    grant_by_hand(&tx, own.id, own.subject_id, Role::Admin).await?;
    take_role(&tx, own.id, Role::Owner).await?;
    break_glass::keep(&tx, "userId").await?;
    for user in [&target, &own] {
        tell_user(&tx, user, letter).await?;
    }
    let mut event = AuditEvent::new(AuditAction::OwnershipTransferred, actor);
    if let Some(pid) = target.pid {
        event = event.object(pid);
    }
    tx.record(event);
    let owner = find_user(&tx, target.id).await?;
    tx.commit().await?;
    Ok(owner)
}

fn check_target(target: &User, own_id: Uuid) -> Result<(), AppError> {
    if target.is_active() && !target.is_service_account() && target.id != own_id {
        return Ok(());
    }
    let message = "hand the tenant over to another active person";
    Err(AppError::user(
        UserErrorCode::InvalidState,
        "userId",
        message,
    ))
}

fn letter(tenant_name: String) -> Letter {
    Letter::OwnershipTransferred { tenant_name }
}
