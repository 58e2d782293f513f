//! Lets a deactivated person, or a service account, in again. Sessions and keys of before stay ended.

use uuid::Uuid;
use xorb_entities::ids::UserId;

use super::mails::{Letter, tell_user};
use super::owner_rules;
use super::queries::{User, find_user, set_reactivated};
use super::{Actor, Permission};
use crate::audit::{AuditAction, AuditEvent};
use crate::{AppError, Core};

/// Reactivates the user. One who is active already is fine.
///
/// # Errors
/// `Forbidden`; `NotFound`; `User`: `OwnerOnly`, `InvalidInput` for roles that permit more than the actor may do,
/// `StepUpRequired`; `Unavailable`.
#[tracing::instrument(skip_all)]
pub async fn reactivate_user(core: &Core, actor: &Actor, user_id: Uuid) -> Result<User, AppError> {
    let object = UserId::from(user_id).to_string();
    core.authorise(actor, Permission::UsersManage, Some(&object))
        .await?;
    let tx = core.db.write(&actor.scope).await?;
    let target = find_user(&tx, user_id).await?;
    owner_rules::check_grant(actor, &target.roles, "userId")?;
    owner_rules::require_step_up_to_grant(&tx, actor, owner_rules::permitted_by(&target.roles))
        .await?;
    if set_reactivated(&tx, user_id).await? {
        let mut event = AuditEvent::new(AuditAction::UserReactivated, actor);
        if let Some(pid) = target.pid {
            event = event.object(pid);
        }
        tx.record(event);
        if !target.is_service_account() {
            tell_user(&tx, &target, |tenant_name| Letter::AccountReactivated {
                tenant_name,
            })
            .await?;
        }
    }
    let user = find_user(&tx, user_id).await?;
    tx.commit().await?;
    Ok(user)
}
