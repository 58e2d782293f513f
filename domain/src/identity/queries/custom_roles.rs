//! `custom_roles` and who has them. Permissions are one text, separated by commas, so that a person's can be read with the
//! session in one statement.

use chrono::{DateTime, Utc};
use sea_orm::{QueryResult, Value};
use uuid::Uuid;

use crate::AppError;
use crate::db::{TenantTx, placeholder_list};
use crate::events::Topic;
use crate::identity::Permission;
use crate::paging::Page;

/// A role that a tenant has made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CustomRole {
    pub id: Uuid,
    pub name: String,
    pub permissions: Vec<Permission>,
    pub version: i32,
    pub created_at: DateTime<Utc>,
}

const COLUMNS: &str = "c.id, c.name, c.permissions, c.version, c.created_at";

fn read(row: &QueryResult) -> Result<CustomRole, AppError> {
    let permissions: String = row.try_get("", "permissions")?;
    Ok(CustomRole {
        id: row.try_get("", "id")?,
        name: row.try_get("", "name")?,
        permissions: Permission::parse_list(&permissions),
        version: row.try_get("", "version")?,
        created_at: row.try_get("", "created_at")?,
    })
}

fn list(permissions: &[Permission]) -> String {
    let names: Vec<&str> = permissions
        .iter()
        .map(|permission| permission.as_str())
        .collect();
    names.join(",")
}

pub(crate) async fn find_role(tx: &TenantTx, id: Uuid) -> Result<CustomRole, AppError> {
    let sql = format!("SELECT {COLUMNS} FROM custom_roles c WHERE c.tenant_id = $1 AND c.id = $2");
    let rows = tx.query(sql, [tx.tenant_id().into(), id.into()]).await?;
    rows.first().map_or(Err(AppError::NotFound("role")), read)
}

/// The roles of a page and one more, newest first.
pub(crate) async fn list_roles(tx: &TenantTx, page: &Page) -> Result<Vec<CustomRole>, AppError> {
    let limit = i64::try_from(page.limit()).unwrap_or(i64::MAX);
    let mut values: Vec<Value> = vec![tx.tenant_id().into(), limit.into()];
    let mut after = "";
    if let Some((created_at, id)) = page.after_time()? {
        values.extend([created_at.into(), id.into()]);
        after = " AND (c.created_at, c.id) < ($3, $4)";
    }
    let sql = format!(
        "SELECT {COLUMNS} FROM custom_roles c WHERE c.tenant_id = $1{after} \
         ORDER BY c.created_at DESC, c.id DESC LIMIT $2"
    );
    tx.query(sql, values).await?.iter().map(read).collect()
}

/// How many roles the tenant has made.
pub(crate) async fn count_roles(tx: &TenantTx) -> Result<u64, AppError> {
    let sql = "SELECT count(*) AS total FROM custom_roles WHERE tenant_id = $1";
    let rows = tx.query(sql, [tx.tenant_id().into()]).await?;
    let total: i64 = rows.first().map_or(Ok(0), |row| row.try_get("", "total"))?;
    Ok(u64::try_from(total).unwrap_or_default())
}

/// The roles of these users, each with its user.
pub(crate) async fn list_roles_of_users(
    tx: &TenantTx,
    users: &[Uuid],
) -> Result<Vec<(Uuid, CustomRole)>, AppError> {
    if users.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT a.user_id, {COLUMNS} FROM user_custom_roles a \
         JOIN custom_roles c ON c.tenant_id = a.tenant_id AND c.id = a.role_id \
         WHERE a.tenant_id = $1 AND a.user_id IN ({}) ORDER BY c.name, c.id",
        placeholder_list(1, users.len())
    );
    let users = users.iter().map(|user| Value::from(*user));
    let values: Vec<Value> = std::iter::once(tx.tenant_id().into())
        .chain(users)
        .collect();
    let rows = tx.query(sql, values).await?;
    rows.iter()
        .map(|row| Ok((row.try_get("", "user_id")?, read(row)?)))
        .collect()
}

pub(crate) async fn insert_role(
    tx: &TenantTx,
    id: Uuid,
    name: &str,
    permissions: &[Permission],
) -> Result<(), AppError> {
    let sql = "INSERT INTO custom_roles (tenant_id, id, name, permissions, version, created_at, updated_at) \
               VALUES ($1, $2, $3, $4, 1, $5, $5)";
    let values: [Value; 5] = [
        tx.tenant_id().into(),
        id.into(),
        name.into(),
        list(permissions).into(),
        tx.now().into(),
    ];
    tx.execute(sql, values).await?;
    Ok(())
}

/// Changes the role. False if somebody who saw the same version was quicker.
pub(crate) async fn update_role(
    tx: &TenantTx,
    role: &CustomRole,
    name: &str,
    permissions: &[Permission],
) -> Result<bool, AppError> {
    let sql = "UPDATE custom_roles SET name = $4, permissions = $5, version = version + 1, updated_at = $6 \
               WHERE tenant_id = $1 AND id = $2 AND version = $3";
    let values: [Value; 6] = [
        tx.tenant_id().into(),
        role.id.into(),
        role.version.into(),
        name.into(),
        list(permissions).into(),
        tx.now().into(),
    ];
    let is_changed = tx.execute(sql, values).await? == 1;
    wake_holders(tx, role.id).await?;
    Ok(is_changed)
}

/// Takes the role from everybody and deletes it.
pub(crate) async fn delete_role(tx: &TenantTx, id: Uuid) -> Result<(), AppError> {
    wake_holders(tx, id).await?;
    let sql = "DELETE FROM user_custom_roles WHERE tenant_id = $1 AND role_id = $2";
    tx.execute(sql, [tx.tenant_id().into(), id.into()]).await?;
    let sql = "DELETE FROM custom_roles WHERE tenant_id = $1 AND id = $2";
    tx.execute(sql, [tx.tenant_id().into(), id.into()]).await?;
    Ok(())
}

/// Gives the user exactly these roles.
pub(crate) async fn replace_custom_roles(
    tx: &TenantTx,
    user_id: Uuid,
    subject_id: Uuid,
    roles: &[Uuid],
) -> Result<(), AppError> {
    let sql = "DELETE FROM user_custom_roles WHERE tenant_id = $1 AND user_id = $2";
    tx.execute(sql, [tx.tenant_id().into(), user_id.into()])
        .await?;
    let sql = "INSERT INTO user_custom_roles (tenant_id, user_id, role_id, subject_id, granted_at) \
               VALUES ($1, $2, $3, $4, $5)";
    for role in roles {
        let values: [Value; 5] = [
            tx.tenant_id().into(),
            user_id.into(),
            (*role).into(),
            subject_id.into(),
            tx.now().into(),
        ];
        tx.execute(sql, values).await?;
    }
    tx.wake(Topic::User(user_id));
    Ok(())
}

async fn wake_holders(tx: &TenantTx, role_id: Uuid) -> Result<(), AppError> {
    let sql = "SELECT user_id FROM user_custom_roles WHERE tenant_id = $1 AND role_id = $2";
    let rows = tx
        .query(sql, [tx.tenant_id().into(), role_id.into()])
        .await?;
    for row in rows {
        tx.wake(Topic::User(row.try_get("", "user_id")?));
    }
    Ok(())
}
