//! `user_roles`: what was granted by hand. Who decides by hand decides about roles from groups too, until a provider says
//! them again.

use sea_orm::Value;
use uuid::Uuid;

use crate::AppError;
use crate::db::TenantTx;
use crate::events::Topic;
use crate::identity::Role;

/// Grants these roles by hand and takes away all others. What stays keeps its row, which `lock_owners` relies on.
pub(crate) async fn replace_roles(
    tx: &TenantTx,
    user_id: Uuid,
    subject_id: Uuid,
    roles: &[Role],
) -> Result<(), AppError> {
    for role in Role::ALL.into_iter().filter(|role| !roles.contains(role)) {
        take_role(tx, user_id, role).await?;
    }
    for role in roles {
        grant_by_hand(tx, user_id, subject_id, *role).await?;
    }
    Ok(())
}

/// Grants a role by hand, also one that a group has given.
pub(crate) async fn grant_by_hand(
    tx: &TenantTx,
    user_id: Uuid,
    subject_id: Uuid,
    role: Role,
) -> Result<(), AppError> {
    let sql = "INSERT INTO user_roles (tenant_id, user_id, role, subject_id, source, granted_at) \
               VALUES ($1, $2, $3, $4, 'manual', $5) \
               ON CONFLICT (tenant_id, user_id, role) DO UPDATE SET source = 'manual'";
    let values: [Value; 5] = [
        tx.tenant_id().into(),
        user_id.into(),
        role.as_str().into(),
        subject_id.into(),
        tx.now().into(),
    ];
    tx.execute(sql, values).await?;
    tx.wake(Topic::User(user_id));
    Ok(())
}

/// Takes a role away, whoever gave it.
pub(crate) async fn take_role(tx: &TenantTx, user_id: Uuid, role: Role) -> Result<(), AppError> {
    for table in ["user_roles", "group_roles"] {
        let sql =
            format!("DELETE FROM {table} WHERE tenant_id = $1 AND user_id = $2 AND role = $3");
        let values: [Value; 3] = [tx.tenant_id().into(), user_id.into(), role.as_str().into()];
        tx.execute(sql, values).await?;
    }
    tx.wake(Topic::User(user_id));
    Ok(())
}

/// The active owners of the tenant. Their role rows stay locked until the transaction ends, so that of two who take it
/// from each other at once, the second finds himself the last.
pub(crate) async fn lock_owners(tx: &TenantTx) -> Result<Vec<Uuid>, AppError> {
    let sql = format!(
        "SELECT user_id FROM user_roles WHERE tenant_id = $1 AND role = 'owner' ORDER BY user_id{}",
        tx.dialect().for_update()
    );
    tx.query(sql, [tx.tenant_id().into()]).await?;
    // A statement of its own: it sees what whoever held the lock has committed.
    let sql = "SELECT r.user_id FROM user_roles r JOIN users u ON u.tenant_id = r.tenant_id AND u.id = r.user_id \
               WHERE r.tenant_id = $1 AND r.role = 'owner' AND u.status = 'active'";
    let rows = tx.query(sql, [tx.tenant_id().into()]).await?;
    rows.iter()
        .map(|row| Ok(row.try_get("", "user_id")?))
        .collect()
}
