//! Claims an idempotency key in the transaction of the creation itself: either both commit or neither does.
//!
//! Stored are a hash of the key, a keyed hash of the input and the id of the result, for 24 hours; never the input, so a
//! replay shows no secret again. A second request with the same key waits for the first one's commit.

use chrono::TimeDelta;
use sea_orm::Value;
use serde::Serialize;
use uuid::Uuid;

use crate::crypto::{FieldHasher, are_equal, mac_for_tenant};
use crate::db::TenantTx;
use crate::identity::Actor;
use crate::{AppError, UserErrorCode};

const REMEMBERED: TimeDelta = TimeDelta::hours(24);
const MAX_KEY_BYTES: usize = 255;

/// What came of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyClaim {
    /// The first request with this key, or one without: go on.
    New,
    /// The same request again: answer with this result and change nothing.
    Replay(Uuid),
}

/// Claims `key` for `operation` of this actor with this input; `result_id` is what the operation is about to make.
/// Without a key there is nothing to claim.
///
/// # Errors
/// `IdempotencyConflict` if the key was used with another input; `User` for an unusable key; as the database says.
pub async fn claim_key(
    tx: &TenantTx,
    actor: &Actor,
    operation: &'static str,
    key: Option<&str>,
    input: &impl Serialize,
    result_id: Uuid,
) -> Result<KeyClaim, AppError> {
    let Some(key) = key else {
        return Ok(KeyClaim::New);
    };
    if key.is_empty() || key.len() > MAX_KEY_BYTES {
        let message = "an idempotencyKey has 1 to 255 bytes; a UUID is a good one";
        return Err(AppError::user(
            UserErrorCode::InvalidInput,
            "idempotencyKey",
            message,
        ));
    }
    let subject_id = actor.subject_id.ok_or(AppError::Unauthenticated)?;
    let input = serde_json::to_vec(input).map_err(AppError::internal)?;
    let mac = mac_for_tenant(tx, "idempotency", &input).await?;
    let mut hasher = FieldHasher::new("idempotency_key");
    hasher.field(key.as_bytes());
    let entry = Entry {
        subject_id,
        operation,
        key_hash: hasher.finish().to_vec(),
    };
    entry.forget_expired(tx).await?;
    if entry.insert(tx, &mac, result_id).await? {
        return Ok(KeyClaim::New);
    }
    let (known_mac, known_id) = entry.find(tx).await?;
    if are_equal(&known_mac, &mac) {
        Ok(KeyClaim::Replay(known_id))
    } else {
        Err(AppError::IdempotencyConflict)
    }
}

struct Entry {
    subject_id: Uuid,
    operation: &'static str,
    key_hash: Vec<u8>,
}

impl Entry {
    fn primary_key(&self, tx: &TenantTx) -> [Value; 4] {
        [
            tx.tenant_id().into(),
            self.subject_id.into(),
            self.operation.into(),
            self.key_hash.clone().into(),
        ]
    }

    async fn forget_expired(&self, tx: &TenantTx) -> Result<(), AppError> {
        let sql = "DELETE FROM idempotency_keys WHERE tenant_id = $1 AND subject_id = $2 AND operation = $3 \
                   AND key_hash = $4 AND expires_at <= $5";
        let values = self.primary_key(tx).into_iter().chain([tx.now().into()]);
        tx.execute(sql, values.collect::<Vec<_>>()).await?;
        Ok(())
    }

    /// False if the key is there already. Waits for a transaction that is just inserting it.
    async fn insert(
        &self,
        tx: &TenantTx,
        mac: &[u8; 32],
        result_id: Uuid,
    ) -> Result<bool, AppError> {
        let sql = "INSERT INTO idempotency_keys \
                   (tenant_id, subject_id, operation, key_hash, input_mac, result_id, created_at, expires_at) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING";
        let rest: [Value; 4] = [
            mac.to_vec().into(),
            result_id.into(),
            tx.now().into(),
            (tx.now() + REMEMBERED).into(),
        ];
        let values = self.primary_key(tx).into_iter().chain(rest);
        Ok(tx.execute(sql, values.collect::<Vec<_>>()).await? == 1)
    }

    async fn find(&self, tx: &TenantTx) -> Result<(Vec<u8>, Uuid), AppError> {
        let sql = "SELECT input_mac, result_id FROM idempotency_keys \
                   WHERE tenant_id = $1 AND subject_id = $2 AND operation = $3 AND key_hash = $4";
        let rows = tx.query(sql, self.primary_key(tx)).await?;
        let row = rows.first().ok_or_else(|| {
            AppError::Conflict("the same request is in progress; try again".into())
        })?;
        Ok((row.try_get("", "input_mac")?, row.try_get("", "result_id")?))
    }
}
