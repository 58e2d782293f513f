//! `federated_identities`: found by connection and `sub`, by nothing else.

use chrono::{DateTime, Utc};
use sea_orm::{QueryResult, Value};
use uuid::Uuid;

use crate::AppError;
use crate::db::TenantTx;

/// Who a person is at a provider.
#[derive(Clone, Debug)]
pub(in crate::identity::federation) struct Identity {
    pub(in crate::identity::federation) user_id: Uuid,
    pub(in crate::identity::federation) provider_id: Uuid,
}

fn read(row: &QueryResult) -> Result<Identity, AppError> {
    Ok(Identity {
        user_id: row.try_get("", "user_id")?,
        provider_id: row.try_get("", "identity_provider_id")?,
    })
}

/// The person with this `sub` at this connection.
pub(in crate::identity::federation) async fn find_identity(
    tx: &TenantTx,
    provider_id: Uuid,
    sub: &str,
) -> Result<Option<Identity>, AppError> {
    let sql = "SELECT user_id, identity_provider_id FROM federated_identities \
               WHERE tenant_id = $1 AND identity_provider_id = $2 AND sub = $3";
    let values: [Value; 3] = [tx.tenant_id().into(), provider_id.into(), sub.into()];
    tx.query(sql, values).await?.first().map(read).transpose()
}

/// Whom a user is at which provider.
pub(in crate::identity::federation) async fn list_identities_of_user(
    tx: &TenantTx,
    user_id: Uuid,
) -> Result<Vec<Identity>, AppError> {
    let sql = "SELECT user_id, identity_provider_id FROM federated_identities \
               WHERE tenant_id = $1 AND user_id = $2";
    let rows = tx
        .query(sql, [tx.tenant_id().into(), user_id.into()])
        .await?;
    rows.iter().map(read).collect()
}

/// Whether anybody is known through this connection.
pub(in crate::identity::federation) async fn has_identities(
    tx: &TenantTx,
    provider_id: Uuid,
) -> Result<bool, AppError> {
    let sql = "SELECT 1 FROM federated_identities WHERE tenant_id = $1 AND identity_provider_id = $2 LIMIT 1";
    let rows = tx
        .query(sql, [tx.tenant_id().into(), provider_id.into()])
        .await?;
    Ok(!rows.is_empty())
}

/// One of a person's identities, as they see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkedIdentity {
    pub provider_id: Uuid,
    pub provider_name: String,
    pub linked_at: DateTime<Utc>,
    pub last_log_in_at: DateTime<Utc>,
}

/// Those of a person, by name of the provider; more than a hundred nobody can look through.
pub(in crate::identity::federation) async fn list_linked_identities(
    tx: &TenantTx,
    user_id: Uuid,
) -> Result<Vec<LinkedIdentity>, AppError> {
    let sql = "SELECT i.identity_provider_id, p.name, i.created_at, i.last_log_in_at FROM federated_identities i \
               JOIN identity_providers p ON p.tenant_id = i.tenant_id AND p.id = i.identity_provider_id \
               WHERE i.tenant_id = $1 AND i.user_id = $2 ORDER BY p.name, i.id LIMIT 100";
    let identity = |row: &QueryResult| {
        Ok(LinkedIdentity {
            provider_id: row.try_get("", "identity_provider_id")?,
            provider_name: row.try_get("", "name")?,
            linked_at: row.try_get("", "created_at")?,
            last_log_in_at: row.try_get("", "last_log_in_at")?,
        })
    };
    let values: [Value; 2] = [tx.tenant_id().into(), user_id.into()];
    tx.query(sql, values).await?.iter().map(identity).collect()
}

/// Nobody is known at this provider as this person any more.
pub(in crate::identity::federation) async fn delete_identities_of_user(
    tx: &TenantTx,
    user_id: Uuid,
    provider_id: Uuid,
) -> Result<(), AppError> {
    let sql = "DELETE FROM federated_identities WHERE tenant_id = $1 AND user_id = $2 AND identity_provider_id = $3";
    let values: [Value; 3] = [tx.tenant_id().into(), user_id.into(), provider_id.into()];
    tx.execute(sql, values).await?;
    Ok(())
}

/// An identity to be added.
pub(in crate::identity::federation) struct NewIdentity<'a> {
    pub(in crate::identity::federation) subject_id: Uuid,
    pub(in crate::identity::federation) user_id: Uuid,
    pub(in crate::identity::federation) provider_id: Uuid,
    pub(in crate::identity::federation) sub: &'a str,
}

/// Adds an identity. False if this `sub` is somebody already.
pub(in crate::identity::federation) async fn insert_identity(
    tx: &TenantTx,
    identity: NewIdentity<'_>,
) -> Result<bool, AppError> {
    let sql = "INSERT INTO federated_identities (tenant_id, id, subject_id, user_id, identity_provider_id, sub, created_at, \
               last_log_in_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $7) \
               ON CONFLICT (tenant_id, identity_provider_id, sub) DO NOTHING";
    let values: [Value; 7] = [
        tx.tenant_id().into(),
        tx.new_id().into(),
        identity.subject_id.into(),
        identity.user_id.into(),
        identity.provider_id.into(),
        identity.sub.into(),
        tx.now().into(),
    ];
    Ok(tx.execute(sql, values).await? == 1)
}

/// The person has come again.
pub(in crate::identity::federation) async fn touch_identity(
    tx: &TenantTx,
    provider_id: Uuid,
    sub: &str,
) -> Result<(), AppError> {
    let sql = "UPDATE federated_identities SET last_log_in_at = $4 \
               WHERE tenant_id = $1 AND identity_provider_id = $2 AND sub = $3";
    let values: [Value; 4] = [
        tx.tenant_id().into(),
        provider_id.into(),
        sub.into(),
        tx.now().into(),
    ];
    tx.execute(sql, values).await?;
    Ok(())
}
