//! Deletes a role. Whoever had it has it no more, from the next request on.

use uuid::Uuid;
use xorb_entities::ids::CustomRoleId;

use crate::audit::{AuditAction, AuditEvent};
use crate::identity::owner_rules::check_held;
use crate::identity::queries::custom_roles::{delete_role, find_role};
use crate::identity::{Actor, Permission};
use crate::{AppError, Core};

/// Deletes the role.
///
/// # Errors
/// `Forbidden`; `NotFound`; `User(InvalidInput)` for one that permits more than the actor may; `Unavailable`.
#[tracing::instrument(skip_all)]
pub async fn delete_custom_role(core: &Core, actor: &Actor, id: Uuid) -> Result<Uuid, AppError> {
    let object = CustomRoleId::from(id).to_string();
    core.authorise(actor, Permission::RolesManage, Some(&object))
        .await?;
    let tx = core.db.write(&actor.scope).await?;
    let role = find_role(&tx, id).await?;
    check_held(actor, &role.permissions, "customRoleId")?;
    delete_role(&tx, id).await?;
    tx.record(AuditEvent::new(AuditAction::CustomRoleDeleted, actor).object(object));
    tx.commit().await?;
    Ok(id)
}
