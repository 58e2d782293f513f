//! What a checkpoint states, how it is signed and how it is written down.

use chrono::{DateTime, Utc};
use sea_orm::QueryResult;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::AppError;
use crate::crypto::{FieldHasher, PublicKey, SigningKey};

/// "At this time the chain of this tenant ended in this event, with this hash." One line of the outside file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::audit) struct Checkpoint {
    #[serde(rename = "tenant")]
    pub(in crate::audit) tenant_id: Uuid,
    pub(in crate::audit) seq: i64,
    #[serde(with = "hex::serde")]
    pub(in crate::audit) hash: Vec<u8>,
    pub(super) at: DateTime<Utc>,
    pub(in crate::audit) kid: String,
    #[serde(with = "hex::serde")]
    pub(super) signature: Vec<u8>,
}

impl Checkpoint {
    /// What `read` needs.
    pub(in crate::audit) const COLUMNS: &str = "tenant_id, seq, hash, at, kid, signature";

    pub(super) fn sign(
        key: &SigningKey,
        tenant_id: Uuid,
        seq: i64,
        hash: Vec<u8>,
        at: DateTime<Utc>,
    ) -> Self {
        let mut checkpoint = Self {
            tenant_id,
            seq,
            hash,
            at,
            kid: key.public().kid().to_owned(),
            signature: Vec::new(),
        };
        checkpoint.signature = key.sign(&checkpoint.digest());
        checkpoint
    }

    pub(super) fn is_signed_by(&self, key: &PublicKey) -> bool {
        key.verify(&self.digest(), &self.signature)
    }

    pub(in crate::audit) fn read(row: &QueryResult) -> Result<Self, AppError> {
        Ok(Self {
            tenant_id: row.try_get("", "tenant_id")?,
            seq: row.try_get("", "seq")?,
            hash: row.try_get("", "hash")?,
            at: row.try_get("", "at")?,
            kid: row.try_get("", "kid")?,
            signature: row.try_get("", "signature")?,
        })
    }

    fn digest(&self) -> [u8; 32] {
        let mut hasher = FieldHasher::new("xorb/audit-checkpoint/v1");
        hasher.field(self.tenant_id.as_bytes());
        hasher.field(&self.seq.to_be_bytes());
        hasher.field(&self.hash);
        hasher.field(&self.at.timestamp_micros().to_be_bytes());
        hasher.finish()
    }
}
