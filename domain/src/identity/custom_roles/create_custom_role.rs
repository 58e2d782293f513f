//! Makes a role out of permissions.

use serde_json::json;
use xorb_entities::ids::CustomRoleId;

use super::role_rules::check;
use crate::audit::{AuditAction, AuditEvent};
use crate::idempotency::{KeyClaim, claim_key};
use crate::identity::queries::custom_roles::{CustomRole, count_roles, find_role, insert_role};
use crate::identity::{Actor, Permission};
use crate::{AppError, Core, UserErrorCode};

const MAX_ROLES: u64 = 100;

/// Its name and permissions.
#[derive(Clone, Debug)]
pub struct CreateCustomRole {
    pub name: String,
    /// As `Viewer.permissions` names them.
    pub permissions: Vec<String>,
    pub idempotency_key: Option<String>,
}

/// Makes the role.
///
/// # Errors
/// `Forbidden`; `User`: `InvalidInput`, `Taken`, `LimitReached`; `IdempotencyConflict`; `Unavailable`.
#[tracing::instrument(skip_all)]
pub async fn create_custom_role(
    core: &Core,
    actor: &Actor,
    input: CreateCustomRole,
) -> Result<CustomRole, AppError> {
    core.authorise(actor, Permission::RolesManage, None).await?;
    let (name, permissions) = check(actor, &input.name, &input.permissions)?;
    let names: Vec<&str> = permissions.iter().map(|one| one.as_str()).collect();
    let tx = core.db.write(&actor.scope).await?;
    let id = tx.new_id();
    let content = json!({ "name": name, "permissions": names });
    let key = input.idempotency_key.as_deref();
    let claim = claim_key(&tx, actor, "create_custom_role", key, &content, id).await?;
    if let KeyClaim::Replay(id) = claim {
        return find_role(&tx, id).await;
    }
    if count_roles(&tx).await? >= MAX_ROLES {
        let message = "there are as many roles as allowed; delete one first";
        return Err(AppError::user(UserErrorCode::LimitReached, "", message));
    }
    insert_role(&tx, id, &name, &permissions).await?;
    tx.record(
        AuditEvent::new(AuditAction::CustomRoleCreated, actor)
            .object(CustomRoleId::from(id))
            .payload(None, json!({ "permissions": names })),
    );
    let role = find_role(&tx, id).await?;
    tx.commit().await?;
    Ok(role)
}
