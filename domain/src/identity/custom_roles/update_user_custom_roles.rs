//! Replaces the tenant's own roles of a user. They count from the user's next request on.

use serde_json::json;
use uuid::Uuid;
use xorb_entities::ids::{CustomRoleId, UserId};

use crate::audit::{AuditAction, AuditEvent};
use crate::expected_version::check_version;
use crate::identity::owner_rules::check_held;
use crate::identity::queries::custom_roles::{
    find_role, list_roles_of_users, replace_custom_roles,
};
use crate::identity::queries::{User, find_user, touch_user};
use crate::identity::{Actor, Permission, Role, owner_rules};
use crate::{AppError, Core, UserErrorCode};

/// Whose roles, and which.
#[derive(Clone, Debug)]
pub struct UpdateUserCustomRoles {
    pub user_id: Uuid,
    pub role_ids: Vec<Uuid>,
    /// The version of the user that was seen; not checked if it is not said.
    pub expected_version: Option<i32>,
}

/// Gives the user exactly these roles.
///
/// # Errors
/// `Conflict` if the user's version is another; `Forbidden`; `NotFound`; `User`: `InvalidInput`, `InvalidState`, `OwnerOnly`,
/// `StepUpRequired` for roles of administration;
/// `Unavailable`.
#[tracing::instrument(skip_all)]
pub async fn update_user_custom_roles(
    core: &Core,
    actor: &Actor,
    input: UpdateUserCustomRoles,
) -> Result<User, AppError> {
    let object = UserId::from(input.user_id).to_string();
    core.authorise(actor, Permission::UsersManage, Some(&object))
        .await?;
    let tx = core.db.write(&actor.scope).await?;
    let target = find_user(&tx, input.user_id).await?;
    check_version("user", target.version, input.expected_version)?;
    check_target(actor, &target)?;
    let mut role_ids = input.role_ids;
    role_ids.sort_unstable();
    role_ids.dedup();
    let held = list_roles_of_users(&tx, &[target.id]).await?;
    let mut added: Vec<Permission> = Vec::new();
    for id in &role_ids {
        let role = find_role(&tx, *id).await?;
        check_held(actor, &role.permissions, "customRoleIds")?;
        if held.iter().all(|(_, held)| held.id != role.id) {
            added.extend(role.permissions);
        }
    }
    for (_, taken) in held {
        check_held(actor, &taken.permissions, "customRoleIds")?;
    }
    let gives = |permission| added.contains(&permission);
    owner_rules::require_step_up_to_grant(&tx, actor, gives).await?;
    touch_user(&tx, target.id, input.expected_version).await?;
    replace_custom_roles(&tx, target.id, target.subject_id, &role_ids).await?;
    let names: Vec<String> = role_ids
        .iter()
        .map(|id| CustomRoleId::from(*id).to_string())
        .collect();
    let mut event = AuditEvent::new(AuditAction::UserCustomRolesUpdated, actor);
    if let Some(pid) = target.pid {
        event = event.object(pid);
    }
    tx.record(event.payload(Some(target.subject_id), json!({ "customRoles": names })));
    let user = find_user(&tx, target.id).await?;
    tx.commit().await?;
    Ok(user)
}

fn check_target(actor: &Actor, target: &User) -> Result<(), AppError> {
    if !target.is_active() {
        let message = "the user is deactivated";
        return Err(AppError::user(
            UserErrorCode::InvalidState,
            "userId",
            message,
        ));
    }
    if target.roles.contains(&Role::Owner) && !actor.is_owner() {
        let message = "only an owner can change an owner";
        return Err(AppError::user(UserErrorCode::OwnerOnly, "userId", message));
    }
    Ok(())
}
