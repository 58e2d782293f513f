//! Changes a role. It counts for everybody who has it from their next request on.

use serde_json::json;
use uuid::Uuid;
use xorb_entities::ids::CustomRoleId;

use super::role_rules::check;
use crate::audit::{AuditAction, AuditEvent};
use crate::expected_version::check_version;
use crate::identity::owner_rules::check_held;
use crate::identity::queries::custom_roles::{CustomRole, find_role, update_role};
use crate::identity::{Actor, Permission};
use crate::{AppError, Core};

/// Which role, and what it shall be.
#[derive(Clone, Debug)]
pub struct UpdateCustomRole {
    pub role_id: Uuid,
    pub name: String,
    pub permissions: Vec<String>,
    /// The version that was seen; not checked if it is not said.
    pub expected_version: Option<i32>,
}

/// Changes the role.
///
/// # Errors
/// `Conflict` if its version is another; `Forbidden`; `NotFound`; `User`: `InvalidInput`, `Taken`; `Unavailable`.
#[tracing::instrument(skip_all)]
pub async fn update_custom_role(
    core: &Core,
    actor: &Actor,
    input: UpdateCustomRole,
) -> Result<CustomRole, AppError> {
    let object = CustomRoleId::from(input.role_id).to_string();
    core.authorise(actor, Permission::RolesManage, Some(&object))
        .await?;
    let (name, permissions) = check(actor, &input.name, &input.permissions)?;
    let tx = core.db.write(&actor.scope).await?;
    let role = find_role(&tx, input.role_id).await?;
    check_version("role", role.version, input.expected_version)?;
    check_held(actor, &role.permissions, "customRoleId")?;
    if !update_role(&tx, &role, &name, &permissions).await? {
        let message = "the role has changed meanwhile; load it and try again";
        return Err(AppError::Conflict(message.into()));
    }
    let names = |permissions: &[Permission]| {
        let names = permissions.iter().map(|permission| permission.as_str());
        names.collect::<Vec<_>>()
    };
    let change = json!({
        "permissionsBefore": names(&role.permissions), "permissionsAfter": names(&permissions),
    });
    let event = AuditEvent::new(AuditAction::CustomRoleUpdated, actor).object(object);
    tx.record(event.payload(None, change));
    let role = find_role(&tx, role.id).await?;
    tx.commit().await?;
    Ok(role)
}
