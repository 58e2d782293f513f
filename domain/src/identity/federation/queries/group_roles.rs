//! `group_roles`: what the groups of each connection give; and with it in `user_roles` what any of them gives.
//!
//! A connection adds and takes its own only. What was granted by hand stays as it is.

use std::collections::BTreeSet;

use sea_orm::{QueryResult, Value};
use uuid::Uuid;

use crate::AppError;
use crate::db::{TenantTx, placeholder_list};
use crate::events::Topic;
use crate::identity::Role;

/// Grants the roles that the groups of a connection give, and takes away those that it gave before. Whether the person has
/// others than before.
pub(in crate::identity::federation) async fn replace_group_roles(
    tx: &TenantTx,
    provider_id: Uuid,
    user: (Uuid, Uuid),
    roles: &BTreeSet<Role>,
) -> Result<bool, AppError> {
    let (user_id, subject_id) = user;
    let sql = "DELETE FROM group_roles WHERE tenant_id = $1 AND user_id = $2 AND identity_provider_id = $3 AND role = $4";
    for role in Role::ALL.iter().filter(|role| !roles.contains(role)) {
        let values: [Value; 4] = [
            tx.tenant_id().into(),
            user_id.into(),
            provider_id.into(),
            role.as_str().into(),
        ];
        tx.execute(sql, values).await?;
    }
    let sql = "INSERT INTO group_roles (tenant_id, user_id, identity_provider_id, role, subject_id, granted_at) \
               VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING";
    for role in roles.iter().filter(|role| **role != Role::Owner) {
        let values: [Value; 6] = [
            tx.tenant_id().into(),
            user_id.into(),
            provider_id.into(),
            role.as_str().into(),
            subject_id.into(),
            tx.now().into(),
        ];
        tx.execute(sql, values).await?;
    }
    settle(tx, user_id).await
}

/// Brings `user_roles` in line with what all connections give. What no connection is known for goes too: it is from a time
/// when that was not noted, and the next log-in says it again.
async fn settle(tx: &TenantTx, user_id: Uuid) -> Result<bool, AppError> {
    let sql = "DELETE FROM user_roles WHERE tenant_id = $1 AND user_id = $2 AND source = 'group' AND role NOT IN \
               (SELECT g.role FROM group_roles g WHERE g.tenant_id = $1 AND g.user_id = $2)";
    let values = [tx.tenant_id().into(), user_id.into()];
    let taken = tx.execute(sql, values).await?;
    let sql = "INSERT INTO user_roles (tenant_id, user_id, role, subject_id, source, granted_at) \
               SELECT tenant_id, user_id, role, subject_id, 'group', min(granted_at) FROM group_roles \
               WHERE tenant_id = $1 AND user_id = $2 GROUP BY tenant_id, user_id, role, subject_id ON CONFLICT DO NOTHING";
    let values = [tx.tenant_id().into(), user_id.into()];
    let given = tx.execute(sql, values).await?;
    if taken + given > 0 {
        tx.wake(Topic::User(user_id));
    }
    Ok(taken + given > 0)
}

/// A role that somebody does not have any more.
pub(in crate::identity::federation) struct TakenRole {
    pub(in crate::identity::federation) subject_id: Uuid,
    pub(in crate::identity::federation) role: String,
}

/// Takes away what the groups of a connection gave to anybody, but for these roles. Who has lost what: not those to whom
/// another connection gives the same.
pub(in crate::identity::federation) async fn take_roles_of_provider(
    tx: &TenantTx,
    provider_id: Uuid,
    kept: &BTreeSet<Role>,
) -> Result<Vec<TakenRole>, AppError> {
    let mut values: Vec<Value> = vec![tx.tenant_id().into(), provider_id.into()];
    values.extend(kept.iter().map(|role| Value::from(role.as_str())));
    let but = if kept.is_empty() {
        String::new()
    } else {
        format!(" AND role NOT IN ({})", placeholder_list(2, kept.len()))
    };
    let sql =
        format!("DELETE FROM group_roles WHERE tenant_id = $1 AND identity_provider_id = $2{but}");
    tx.execute(sql, values.clone()).await?;
    let sql = format!(
        "DELETE FROM user_roles WHERE tenant_id = $1 AND source = 'group'{but} AND user_id IN \
         (SELECT i.user_id FROM federated_identities i WHERE i.tenant_id = $1 AND i.identity_provider_id = $2) \
         AND NOT EXISTS (SELECT 1 FROM group_roles g WHERE g.tenant_id = user_roles.tenant_id \
         AND g.user_id = user_roles.user_id AND g.role = user_roles.role) RETURNING user_id, subject_id, role"
    );
    let rows = tx.query(sql, values).await?;
    let taken = |row: &QueryResult| {
        tx.wake(Topic::User(row.try_get("", "user_id")?));
        Ok(TakenRole {
            subject_id: row.try_get("", "subject_id")?,
            role: row.try_get("", "role")?,
        })
    };
    rows.iter().map(taken).collect()
}
