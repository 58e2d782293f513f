//! `federated_sessions`: which session came from which log-in at a provider.

use sea_orm::Value;
use uuid::Uuid;

use crate::AppError;
use crate::db::TenantTx;
use crate::events::Topic;

/// A session that came from a provider.
pub(in crate::identity::federation) struct NewFederatedSession<'a> {
    pub(in crate::identity::federation) session_id: Uuid,
    pub(in crate::identity::federation) subject_id: Uuid,
    pub(in crate::identity::federation) provider_id: Uuid,
    pub(in crate::identity::federation) sub: &'a str,
    pub(in crate::identity::federation) sid: Option<&'a str>,
    pub(in crate::identity::federation) sealed_id_token: Vec<u8>,
}

/// Notes where a session came from.
pub(in crate::identity::federation) async fn insert_federated_session(
    tx: &TenantTx,
    session: NewFederatedSession<'_>,
) -> Result<(), AppError> {
    let sql = "INSERT INTO federated_sessions (tenant_id, id, subject_id, identity_provider_id, sub, sid, \
               sealed_id_token, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let values: [Value; 8] = [
        tx.tenant_id().into(),
        session.session_id.into(),
        session.subject_id.into(),
        session.provider_id.into(),
        session.sub.into(),
        session.sid.into(),
        session.sealed_id_token.into(),
        tx.now().into(),
    ];
    tx.execute(sql, values).await?;
    Ok(())
}

/// Where a session came from: the connection, and the sealed token of that log-in.
pub(in crate::identity::federation) async fn find_federated_session(
    tx: &TenantTx,
    session_id: Uuid,
) -> Result<Option<(Uuid, Vec<u8>)>, AppError> {
    let sql = "SELECT identity_provider_id, sealed_id_token FROM federated_sessions \
               WHERE tenant_id = $1 AND id = $2";
    let rows = tx
        .query(sql, [tx.tenant_id().into(), session_id.into()])
        .await?;
    rows.first()
        .map(|row| {
            Ok((
                row.try_get("", "identity_provider_id")?,
                row.try_get("", "sealed_id_token")?,
            ))
        })
        .transpose()
}

/// The sessions that a logout at the provider ends: by its session, or all of the person.
pub(in crate::identity::federation) async fn list_sessions_to_end(
    tx: &TenantTx,
    provider_id: Uuid,
    sub: Option<&str>,
    sid: Option<&str>,
) -> Result<Vec<Uuid>, AppError> {
    let sql = "SELECT f.id FROM federated_sessions f \
               JOIN sessions s ON s.tenant_id = f.tenant_id AND s.id = f.id \
               WHERE f.tenant_id = $1 AND f.identity_provider_id = $2 AND f.sub = COALESCE($3, f.sub) \
               AND COALESCE(f.sid, '') = COALESCE($4, f.sid, '') AND s.revoked_at IS NULL";
    let values: [Value; 4] = [
        tx.tenant_id().into(),
        provider_id.into(),
        sub.into(),
        sid.into(),
    ];
    let rows = tx.query(sql, values).await?;
    rows.iter().map(|row| Ok(row.try_get("", "id")?)).collect()
}

/// Ends all sessions that came from a provider; how many it were.
pub(in crate::identity::federation) async fn end_sessions_of_provider(
    tx: &TenantTx,
    provider_id: Uuid,
) -> Result<usize, AppError> {
    let sql = "UPDATE sessions SET revoked_at = $3, revoked_reason = 'identity_provider_deleted' \
               WHERE tenant_id = $1 AND revoked_at IS NULL AND id IN \
               (SELECT f.id FROM federated_sessions f WHERE f.tenant_id = $1 AND f.identity_provider_id = $2) \
               AND subject_id IN (SELECT s.id FROM data_subjects s WHERE s.tenant_id = $1 AND s.state = 'active') \
               RETURNING id";
    let values: [Value; 3] = [tx.tenant_id().into(), provider_id.into(), tx.now().into()];
    let rows = tx.query(sql, values).await?;
    for row in &rows {
        tx.wake(Topic::Session(row.try_get("", "id")?));
    }
    Ok(rows.len())
}

/// The open sessions of a person that came from a provider.
pub(in crate::identity::federation) async fn list_sessions_of_user(
    tx: &TenantTx,
    user_id: Uuid,
    provider_id: Uuid,
) -> Result<Vec<Uuid>, AppError> {
    let sql = "SELECT f.id FROM federated_sessions f \
               JOIN sessions s ON s.tenant_id = f.tenant_id AND s.id = f.id \
               WHERE f.tenant_id = $1 AND s.user_id = $2 AND f.identity_provider_id = $3 AND s.revoked_at IS NULL";
    let values: [Value; 3] = [tx.tenant_id().into(), user_id.into(), provider_id.into()];
    let rows = tx.query(sql, values).await?;
    rows.iter().map(|row| Ok(row.try_get("", "id")?)).collect()
}
