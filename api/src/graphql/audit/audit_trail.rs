//! Whether the trail holds.

use async_graphql::SimpleObject;
use xorb_domain::audit::AuditTrail as TrailView;

use crate::graphql::scalars::DateTime;

/// Whether the tenant's audit trail holds: each event is tied to the one before by its hash.
#[derive(Clone, Debug, SimpleObject)]
pub struct AuditTrail {
    /// The number of the newest event; 0 if there is none.
    head_seq: i64,
    /// The hash of the newest event, in hexadecimal.
    head_hash: String,
    /// Whether everything since the last full check was verified now, and no fault is known.
    verified: bool,
    /// The number of the first bad event; null if there is none.
    broken_at: Option<i64>,
    /// When the trail was last checked.
    checked_at: Option<DateTime>,
    /// When the whole trail was last checked: each day, and on `verifyAuditTrail`.
    fully_checked_at: Option<DateTime>,
}

impl From<TrailView> for AuditTrail {
    fn from(view: TrailView) -> Self {
        Self {
            head_seq: view.head_seq,
            head_hash: hex::encode(view.head_hash),
            verified: view.verified,
            broken_at: view.broken_at,
            checked_at: view.checked_at.map(DateTime),
            fully_checked_at: view.fully_checked_at.map(DateTime),
        }
    }
}
