//! Notes that somebody looked at evidence: what scans saw on a tenant's machines is a sensitive read.

use serde_json::json;
use uuid::Uuid;
use xorb_entities::ids::FindingId;

use crate::audit::{AuditAction, AuditEvent};
use crate::db::ReadSession;

/// Puts one event into the trail before the answer leaves. Resolvers that show evidence call it.
pub fn record_evidence_read(reads: &ReadSession, finding_ids: &[Uuid]) {
    let event = AuditEvent::new(AuditAction::EvidenceRead, reads.actor());
    let event = match finding_ids {
        [] => return,
        [id] => event.object(FindingId::from(*id)),
        ids => {
            let ids: Vec<FindingId> = ids.iter().copied().map(FindingId::from).collect();
            event.payload(None, json!({ "findings": ids }))
        }
    };
    reads.record(event);
}
