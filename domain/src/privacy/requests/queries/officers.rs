//! Who can handle requests.

use sea_orm::{QueryResult, Value};
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

/// All of them. In the platform's own tenant these are the operators, who have no roles.
pub(crate) async fn list_officers(tx: &TenantTx) -> Result<Vec<Officer>, AppError> {
    if tx.scope().is_platform() {
        let sql =
            "SELECT u.id, u.subject_id FROM users u WHERE u.tenant_id = $1 AND u.status = 'active'";
        let rows = tx.query(sql, [tx.tenant_id().into()]).await?;
        return rows.iter().map(read).collect();
    }
    let roles: Vec<&str> = Role::ALL
        .into_iter()
        .filter(|role| Permission::PrivacyManage.is_held_by(*role))
        .map(Role::as_str)
        .collect();
    let sql = format!(
        "SELECT u.id, u.subject_id FROM users u \
         WHERE u.tenant_id = $1 AND u.status = 'active' AND u.kind = 'person' AND (EXISTS (SELECT 1 FROM user_roles r \
         WHERE r.tenant_id = u.tenant_id AND r.user_id = u.id AND r.role IN ({})) \
         OR EXISTS (SELECT 1 FROM user_custom_roles a JOIN custom_roles c ON c.tenant_id = a.tenant_id AND c.id = a.role_id \
          WHERE a.tenant_id = u.tenant_id AND a.user_id = u.id AND ',' || c.permissions || ',' LIKE '%,privacy:manage,%'))",
        placeholder_list(1, roles.len())
    );
    let roles = roles.into_iter().map(Value::from);
    let values: Vec<Value> = std::iter::once(tx.tenant_id().into())
        .chain(roles)
        .collect();
    let rows = tx.query(sql, values).await?;
    rows.iter().map(read).collect()
}

fn read(row: &QueryResult) -> Result<Officer, AppError> {
    Ok(Officer {
        user_id: row.try_get("", "id")?,
        subject_id: row.try_get("", "subject_id")?,
    })
}
