//! Shows whether the trail holds: what is new is verified now, the whole by a job each day.

use chrono::{DateTime, Utc};

use super::verify::{Record, read_head, verify_new_events};
use crate::AppError;
use crate::db::ReadSession;
use crate::identity::Permission;

/// The state of a tenant's trail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditTrail {
    /// The number of the newest event; 0 if there is none.
    pub head_seq: i64,
    /// Its hash, 32 bytes.
    pub head_hash: Vec<u8>,
    /// Whether no fault is known and everything since the last whole verification holds.
    pub verified: bool,
    /// The first bad event.
    pub broken_at: Option<i64>,
    /// The last verification of any kind.
    pub checked_at: Option<DateTime<Utc>>,
    /// The last verification of the whole.
    pub fully_checked_at: Option<DateTime<Utc>>,
}

/// The state of the tenant's trail, as of now.
///
/// # Errors
/// `Forbidden` without `audit:read`.
pub async fn audit_trail(reads: &ReadSession) -> Result<AuditTrail, AppError> {
    let (core, scope) = (reads.core(), reads.actor().scope);
    reads.authorise(Permission::AuditRead, None).await?;
    // The verification has transactions of its own, and its note must be seen below.
    reads.reset().await;
    let known = Record::read(&core.db.read(&scope).await?).await?;
    if known.is_none_or(|known| known.broken_at.is_none()) {
        verify_new_events(core, &scope).await?;
    }
    let tx = reads.tx().await?;
    let head = read_head(&tx).await?;
    let record = Record::read(&tx).await?;
    let broken_at = record.as_ref().and_then(|record| record.broken_at);
    Ok(AuditTrail {
        head_seq: head.seq,
        head_hash: head.hash,
        verified: broken_at.is_none(),
        broken_at,
        checked_at: record.as_ref().map(|record| record.checked_at),
        fully_checked_at: record.and_then(|record| record.fully_checked_at),
    })
}
