//! Who is told by mail when an endpoint is disabled.

use sea_orm::Value;
use uuid::Uuid;

use crate::AppError;
use crate::db::{TenantTx, placeholder_list};
use crate::identity::{Permission, Role};

/// An active person who may manage webhooks.
pub(super) struct Administrator {
    pub(super) subject_id: Uuid,
    pub(super) email: String,
}

/// All of them, except who is being erased.
pub(super) async fn list_administrators(tx: &TenantTx) -> Result<Vec<Administrator>, AppError> {
    let roles: Vec<&str> = Role::ALL
        .into_iter()
        .filter(|role| Permission::WebhooksManage.is_held_by(*role))
        .map(Role::as_str)
        .collect();
    let sql = format!(
        "SELECT u.subject_id, u.email FROM users u \
         JOIN data_subjects s ON s.tenant_id = u.tenant_id AND s.id = u.subject_id \
         WHERE u.tenant_id = $1 AND u.status = 'active' AND u.kind = 'person' AND s.state = 'active' AND (EXISTS (SELECT 1 FROM user_roles r \
         WHERE r.tenant_id = u.tenant_id AND r.user_id = u.id AND r.role IN ({})) \
         OR EXISTS (SELECT 1 FROM user_custom_roles a JOIN custom_roles c ON c.tenant_id = a.tenant_id AND c.id = a.role_id \
          WHERE a.tenant_id = u.tenant_id AND a.user_id = u.id AND ',' || c.permissions || ',' LIKE '%,webhooks:manage,%'))",
        placeholder_list(1, roles.len())
    );
    let values: Vec<Value> = std::iter::once(tx.tenant_id().into())
        .chain(roles.into_iter().map(Value::from))
        .collect();
    let rows = tx.query(sql, values).await?;
    rows.iter()
        .map(|row| {
            Ok(Administrator {
                subject_id: row.try_get("", "subject_id")?,
                email: row.try_get("", "email")?,
            })
        })
        .collect()
}
