//! `group_role_mappings`.

use std::collections::BTreeSet;

use sea_orm::Value;
use uuid::Uuid;

use crate::AppError;
use crate::db::TenantTx;
use crate::identity::Role;

/// The mappings of a connection: group and role, in order.
pub(in crate::identity::federation) async fn list_mappings(
    tx: &TenantTx,
    provider_id: Uuid,
) -> Result<Vec<(String, Role)>, AppError> {
    let sql = "SELECT group_name, role FROM group_role_mappings \
               WHERE tenant_id = $1 AND identity_provider_id = $2 ORDER BY group_name, role";
    let rows = tx
        .query(sql, [tx.tenant_id().into(), provider_id.into()])
        .await?;
    let mut mappings = Vec::with_capacity(rows.len());
    for row in rows {
        let role: String = row.try_get("", "role")?;
        for role in Role::parse_list(&role)? {
            mappings.push((row.try_get("", "group_name")?, role));
        }
    }
    Ok(mappings)
}

/// The roles that these groups give, never the owner's.
pub(in crate::identity::federation) async fn roles_of_groups(
    tx: &TenantTx,
    provider_id: Uuid,
    groups: &[String],
) -> Result<BTreeSet<Role>, AppError> {
    let mappings = list_mappings(tx, provider_id).await?;
    let given = mappings
        .into_iter()
        .filter(|(group, role)| *role != Role::Owner && groups.contains(group));
    Ok(given.map(|(_, role)| role).collect())
}

/// Puts these mappings in the place of all that were there.
pub(in crate::identity::federation) async fn replace_mappings(
    tx: &TenantTx,
    provider_id: Uuid,
    mappings: &[(String, Role)],
) -> Result<(), AppError> {
    let sql = "DELETE FROM group_role_mappings WHERE tenant_id = $1 AND identity_provider_id = $2";
    tx.execute(sql, [tx.tenant_id().into(), provider_id.into()])
        .await?;
    let sql = "INSERT INTO group_role_mappings (tenant_id, id, identity_provider_id, group_name, role, created_at) \
               VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING";
    for (group, role) in mappings {
        let values: [Value; 6] = [
            tx.tenant_id().into(),
            tx.new_id().into(),
            provider_id.into(),
            group.as_str().into(),
            role.as_str().into(),
            tx.now().into(),
        ];
        tx.execute(sql, values).await?;
    }
    Ok(())
}
