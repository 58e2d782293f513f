//! What the ledger says about one erasure.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::privacy::certificate::Digest;

/// An erasure, without anything that names the person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LedgerEntry {
    pub tenant_id: Uuid,
    pub request_id: Uuid,
    /// The person's rows in `data_subjects`.
    pub subjects: Vec<Uuid>,
    /// Keyed digests of what the person was known by, as in the table `erasure_ledger`; at least one.
    pub tombstones: Vec<Digest>,
    /// The data map by which the erasure was done.
    pub map_hash: Digest,
    /// When the fence went up.
    pub executed_at: DateTime<Utc>,
}

/// Tenant and request: an erasure stands in the ledger once.
pub(super) type EntryId = (Uuid, Uuid);

impl LedgerEntry {
    pub(super) const fn id(&self) -> EntryId {
        (self.tenant_id, self.request_id)
    }
}
