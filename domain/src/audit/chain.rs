//! How links are hashed: length-prefixed fields, time as integer microseconds, the hash of the link before.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::crypto::FieldHasher;

/// The hash before the first link.
pub const GENESIS: [u8; 32] = [0; 32];

/// Everything a link's hash covers.
#[derive(Clone, Debug)]
pub struct Link {
    /// Whose chain.
    pub tenant_id: Uuid,
    /// Its place, from 1 without a gap.
    pub seq: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// `ActorKind::as_str`.
    pub actor_kind: String,
    /// The random name of the person who acted.
    pub actor_pid: Option<Uuid>,
    /// `AuditAction::as_str`.
    pub action: String,
    /// What it was done to.
    pub object: Option<String>,
    /// `Outcome::as_str`.
    pub outcome: String,
    /// 32 bytes for each payload.
    pub commitments: Vec<u8>,
    /// The request it came with.
    pub request_id: Option<Uuid>,
    /// The hash of the link before.
    pub prev_hash: Vec<u8>,
}

impl Link {
    /// The hash of this link.
    #[must_use]
    pub fn hash(&self) -> [u8; 32] {
        let mut hasher = FieldHasher::new("xorb/audit-event/v1");
        hasher.field(self.tenant_id.as_bytes());
        hasher.field(&self.seq.to_be_bytes());
        hasher.field(&self.at.timestamp_micros().to_be_bytes());
        hasher.field(self.actor_kind.as_bytes());
        hasher.optional(self.actor_pid.as_ref().map(|pid| pid.as_bytes().as_slice()));
        hasher.field(self.action.as_bytes());
        hasher.optional(self.object.as_deref().map(str::as_bytes));
        hasher.field(self.outcome.as_bytes());
        hasher.field(&self.commitments);
        hasher.optional(self.request_id.as_ref().map(|id| id.as_bytes().as_slice()));
        hasher.field(&self.prev_hash);
        hasher.finish()
    }
}

/// What an event says about its payload without showing it.
#[must_use]
pub(super) fn commitment(salt: &[u8], payload: &[u8]) -> [u8; 32] {
    let mut hasher = FieldHasher::new("xorb/audit-payload/v1");
    hasher.field(salt);
    hasher.field(payload);
    hasher.finish()
}
