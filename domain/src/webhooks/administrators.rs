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
        "SELECT DISTINCT u.subject_id, u.email FROM users u \
         JOIN user_roles r ON r.tenant_id = u.tenant_id AND r.user_id = u.id \
         JOIN data_subjects s ON s.tenant_id = u.tenant_id AND s.id = u.subject_id \
         WHERE u.tenant_id = $1 AND u.status = 'active' AND s.state = 'active' AND r.role IN ({})",
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
