//! Replaces the roles that a user was given by hand. They count from the user's next request on.

use serde_json::json;
use uuid::Uuid;
use xorb_entities::identity::UserStatus;
use xorb_entities::ids::UserId;

use super::break_glass;
use super::mails::{Letter, tell_owners};
use super::owner_rules;
use super::queries::{User, find_user, replace_roles, touch_user};
use super::{Actor, Permission, Role};
use crate::audit::{AuditAction, AuditEvent};
use crate::expected_version::check_version;
use crate::{AppError, Core, UserErrorCode};

/// Whose roles, and which.
#[derive(Clone, Debug)]
pub struct UpdateUserRoles {
    pub user_id: Uuid,
    pub roles: Vec<Role>,
    /// The version that was seen; not checked if it is not said.
    pub expected_version: Option<i32>,
}

/// Gives the user exactly these roles.
///
/// # Errors
/// `Conflict` if the user's version is another; `Forbidden`; `NotFound`; `User`: `OwnerOnly`, `LastOwner`, `StepUpRequired`, `InvalidInput`, `InvalidState`; `Unavailable`.
#[tracing::instrument(skip_all)]
pub async fn update_user_roles(
    core: &Core,
    actor: &Actor,
    input: UpdateUserRoles,
) -> Result<User, AppError> {
    let object = UserId::from(input.user_id).to_string();
    core.authorise(actor, Permission::UsersManage, Some(&object))
        .await?;
    let tx = core.db.write(&actor.scope).await?;
    let target = find_user(&tx, input.user_id).await?;
    check_version("user", target.version, input.expected_version)?;
    owner_rules::check_any(&input.roles)?;
    let is_new = |role: &Role| !target.roles.contains(role);
    let added: Vec<Role> = input.roles.iter().copied().filter(is_new).collect();
    owner_rules::check_grant(actor, &added, "roles")?;
    owner_rules::require_step_up_to_grant(&tx, actor, owner_rules::permitted_by(&added)).await?;
    if target.is_service_account() {
        owner_rules::check_service_account(&input.roles)?;
        owner_rules::check_roles_held(actor, &input.roles, "roles")?;
    }
    let does_stay_owner = input.roles.contains(&Role::Owner);
    owner_rules::check_removal(&tx, actor, &target, does_stay_owner, "roles").await?;
    if target.status != UserStatus::Active {
        let message = "the user is deactivated";
        return Err(AppError::user(
            UserErrorCode::InvalidState,
            "userId",
            message,
        ));
    }
    touch_user(&tx, target.id, input.expected_version).await?;
    replace_roles(&tx, target.id, target.subject_id, &input.roles).await?;
    break_glass::keep(&tx, "roles").await?;
    if added.contains(&Role::Owner) {
        tell_owners(&tx, |tenant_name| Letter::OwnerAdded { tenant_name }).await?;
    }
    let updated = find_user(&tx, target.id).await?;
    let names = |roles: &[Role]| roles.iter().map(|role| role.as_str()).collect::<Vec<_>>();
    let change =
        json!({ "rolesBefore": names(&target.roles), "rolesAfter": names(&updated.roles) });
    let mut event = AuditEvent::new(AuditAction::UserRolesUpdated, actor);
    if let Some(pid) = target.pid {
        event = event.object(pid);
    }
    tx.record(event.payload(Some(target.subject_id), change));
    tx.commit().await?;
    Ok(updated)
}
