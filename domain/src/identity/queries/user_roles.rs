//! `user_roles`: what was granted by hand. Roles from groups keep their source and stay.

use sea_orm::Value;
use uuid::Uuid;

use crate::AppError;
use crate::db::TenantTx;
use crate::events::Topic;
use crate::identity::Role;

/// Grants these roles by hand and takes away others that were. What stays keeps its row, which `lock_owners` relies on.
pub(crate) async fn replace_manual_roles(
    tx: &TenantTx,
    user_id: Uuid,
    subject_id: Uuid,
    roles: &[Role],
) -> Result<(), AppError> {
    let sql = "DELETE FROM user_roles WHERE tenant_id = $1 AND user_id = $2 AND role = $3 AND source = 'manual'";
    for role in Role::ALL.iter().filter(|role| !roles.contains(role)) {
        tx.execute(
            sql,
            [tx.tenant_id().into(), user_id.into(), role.as_str().into()],
        )
        .await?;
    }
    let sql = "INSERT INTO user_roles (tenant_id, user_id, role, subject_id, source, granted_at) \
               VALUES ($1, $2, $3, $4, 'manual', $5) ON CONFLICT DO NOTHING";
    for role in roles {
        let values: [Value; 5] = [
            tx.tenant_id().into(),
            user_id.into(),
            role.as_str().into(),
            subject_id.into(),
            tx.now().into(),
        ];
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
