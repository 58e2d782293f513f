//! Who can handle requests.

use sea_orm::Value;
use uuid::Uuid;

use crate::AppError;
use crate::db::{TenantTx, placeholder_list};
use crate::identity::{Permission, Role};

/// An active person who holds `privacy:manage`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Officer {
    pub(crate) user_id: Uuid,
    pub(crate) subject_id: Uuid,
}

/// All of them.
pub(crate) async fn list_officers(tx: &TenantTx) -> Result<Vec<Officer>, AppError> {
    let roles: Vec<&str> = Role::ALL
        .into_iter()
        .filter(|role| Permission::PrivacyManage.is_held_by(*role))
        .map(Role::as_str)
        .collect();
    let sql = format!(
        "SELECT DISTINCT u.id, u.subject_id FROM users u \
         JOIN user_roles r ON r.tenant_id = u.tenant_id AND r.user_id = u.id \
         WHERE u.tenant_id = $1 AND u.status = 'active' AND r.role IN ({})",
        placeholder_list(1, roles.len())
    );
    let roles = roles.into_iter().map(Value::from);
    let values: Vec<Value> = std::iter::once(tx.tenant_id().into())
        .chain(roles)
        .collect();
    let rows = tx.query(sql, values).await?;
    rows.iter()
        .map(|row| {
            Ok(Officer {
                user_id: row.try_get("", "id")?,
                subject_id: row.try_get("", "subject_id")?,
            })
        })
        .collect()
}
