//! `federation_states`: a row is taken by deleting it, so that each works once.

use chrono::{DateTime, Utc};
use sea_orm::{ActiveEnum, QueryResult, Value};
use uuid::Uuid;
use xorb_entities::identity::{FederationIntent, SessionDelivery};

use crate::AppError;
use crate::crypto::FieldHasher;
use crate::db::TenantTx;
use crate::identity::federation::Connection;

/// A state to be stored.
pub(in crate::identity::federation) struct NewState {
    pub(in crate::identity::federation) id: Uuid,
    pub(in crate::identity::federation) subject_id: Option<Uuid>,
    pub(in crate::identity::federation) provider_id: Uuid,
    pub(in crate::identity::federation) intent: FederationIntent,
    pub(in crate::identity::federation) delivery: SessionDelivery,
    pub(in crate::identity::federation) token_hash: Vec<u8>,
    pub(in crate::identity::federation) binding_hash: Option<Vec<u8>>,
    pub(in crate::identity::federation) nonce_hash: Option<Vec<u8>>,
    pub(in crate::identity::federation) sealed_secret: Option<Vec<u8>>,
    pub(in crate::identity::federation) return_to: Option<String>,
    pub(in crate::identity::federation) challenge: Option<String>,
    pub(in crate::identity::federation) user_id: Option<Uuid>,
    pub(in crate::identity::federation) session_id: Option<Uuid>,
    pub(in crate::identity::federation) provider_version: i32,
    pub(in crate::identity::federation) expires_at: DateTime<Utc>,
}

/// A state as it was stored.
pub(in crate::identity::federation) struct StoredState {
    pub(in crate::identity::federation) id: Uuid,
    pub(in crate::identity::federation) subject_id: Option<Uuid>,
    pub(in crate::identity::federation) provider_id: Uuid,
    pub(in crate::identity::federation) intent: FederationIntent,
    pub(in crate::identity::federation) delivery: SessionDelivery,
    pub(in crate::identity::federation) binding_hash: Option<Vec<u8>>,
    pub(in crate::identity::federation) nonce_hash: Option<Vec<u8>>,
    pub(in crate::identity::federation) sealed_secret: Option<Vec<u8>>,
    pub(in crate::identity::federation) return_to: Option<String>,
    pub(in crate::identity::federation) challenge: Option<String>,
    pub(in crate::identity::federation) user_id: Option<Uuid>,
    pub(in crate::identity::federation) session_id: Option<Uuid>,
    pub(in crate::identity::federation) provider_version: i32,
    pub(in crate::identity::federation) expires_at: DateTime<Utc>,
}

const COLUMNS: &str = "id, subject_id, identity_provider_id, intent, delivery, binding_hash, nonce_hash, sealed_secret, \
    return_to, challenge, user_id, session_id, provider_version, expires_at";

fn read(row: &QueryResult) -> Result<StoredState, AppError> {
    let intent: String = row.try_get("", "intent")?;
    let delivery: String = row.try_get("", "delivery")?;
    Ok(StoredState {
        id: row.try_get("", "id")?,
        subject_id: row.try_get("", "subject_id")?,
        provider_id: row.try_get("", "identity_provider_id")?,
        intent: FederationIntent::try_from_value(&intent)?,
        delivery: SessionDelivery::try_from_value(&delivery)?,
        binding_hash: row.try_get("", "binding_hash")?,
        nonce_hash: row.try_get("", "nonce_hash")?,
        sealed_secret: row.try_get("", "sealed_secret")?,
        return_to: row.try_get("", "return_to")?,
        challenge: row.try_get("", "challenge")?,
        user_id: row.try_get("", "user_id")?,
        session_id: row.try_get("", "session_id")?,
        provider_version: row.try_get("", "provider_version")?,
        expires_at: row.try_get("", "expires_at")?,
    })
}

/// Adds a state.
pub(in crate::identity::federation) async fn insert_state(
    tx: &TenantTx,
    state: NewState,
) -> Result<(), AppError> {
    let sql = "INSERT INTO federation_states (tenant_id, id, subject_id, identity_provider_id, intent, delivery, \
               token_hash, binding_hash, nonce_hash, sealed_secret, return_to, challenge, user_id, session_id, \
               provider_version, created_at, expires_at) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)";
    let values: [Value; 17] = [
        tx.tenant_id().into(),
        state.id.into(),
        state.subject_id.into(),
        state.provider_id.into(),
        state.intent.to_value().into(),
        state.delivery.to_value().into(),
        state.token_hash.into(),
        state.binding_hash.into(),
        state.nonce_hash.into(),
        state.sealed_secret.into(),
        state.return_to.into(),
        state.challenge.into(),
        state.user_id.into(),
        state.session_id.into(),
        state.provider_version.into(),
        tx.now().into(),
        state.expires_at.into(),
    ];
    tx.execute(sql, values).await?;
    Ok(())
}

/// Takes a state away; whoever comes second finds nothing.
pub(in crate::identity::federation) async fn take_state(
    tx: &TenantTx,
    token_hash: Vec<u8>,
) -> Result<Option<StoredState>, AppError> {
    let sql = format!(
        "DELETE FROM federation_states WHERE tenant_id = $1 AND token_hash = $2 RETURNING {COLUMNS}"
    );
    let rows = tx
        .query(sql, [tx.tenant_id().into(), token_hash.into()])
        .await?;
    rows.first().map(read).transpose()
}

/// Of the log-ins on their way, forgets all but the newest `kept`.
pub(in crate::identity::federation) async fn forget_oldest_states(
    tx: &TenantTx,
    kept: i64,
) -> Result<u64, AppError> {
    let sql = "DELETE FROM federation_states WHERE tenant_id = $1 AND intent = 'login' AND id IN \
               (SELECT id FROM federation_states WHERE tenant_id = $1 AND intent = 'login' \
               ORDER BY created_at DESC, id DESC LIMIT 1000 OFFSET $2)";
    tx.execute(sql, [tx.tenant_id().into(), kept.into()]).await
}

/// Deletes what can't be used any more.
pub(in crate::identity::federation) async fn delete_expired_states(
    tx: &TenantTx,
) -> Result<(), AppError> {
    let sql = "DELETE FROM federation_states WHERE tenant_id = $1 AND expires_at <= $2";
    tx.execute(sql, [tx.tenant_id().into(), tx.now().into()])
        .await?;
    Ok(())
}

/// Notes the `jti` of a logout token, as long as the token could come again. False if it is known.
pub(in crate::identity::federation) async fn note_logout_token(
    tx: &TenantTx,
    id: Uuid,
    connection: &Connection,
    jti: &str,
) -> Result<bool, AppError> {
    let mut hasher = FieldHasher::new("logout_token");
    hasher.field(connection.id.as_bytes());
    hasher.field(jti.as_bytes());
    let sql = "INSERT INTO federation_states (tenant_id, id, identity_provider_id, intent, delivery, token_hash, \
               provider_version, created_at, expires_at) VALUES ($1, $2, $3, 'logout', 'cookie', $4, $5, $6, $7) \
               ON CONFLICT (tenant_id, token_hash) DO NOTHING";
    let values: [Value; 7] = [
        tx.tenant_id().into(),
        id.into(),
        connection.id.into(),
        hasher.finish().to_vec().into(),
        connection.version.into(),
        tx.now().into(),
        (tx.now() + chrono::TimeDelta::hours(25)).into(),
    ];
    Ok(tx.execute(sql, values).await? == 1)
}
