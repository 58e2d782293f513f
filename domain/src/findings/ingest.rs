//! Brings in what a step of a scan saw: one finding per asset and fingerprint, one observation per scan.
//!
//! Seen for the first time it is opened; seen again after a fix it is opened again and its deadline starts anew; seen
//! again while set aside (false positive, accepted, duplicate) only the time and the scan that saw it move.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use uuid::Uuid;
use xorb_entities::findings::{FindingEventKind, FindingState};

use super::indexed_findings::index_findings;
use super::new_finding::NewFinding;
use super::queries::{self, NewEvent, NewObservation, Seen};
use super::transitions::FIXED;
use crate::AppError;
use crate::db::TenantTx;
use crate::privacy::erasure::LateTexts;

/// Enough for a response head with what gives it away.
const MAX_EVIDENCE_CHARS: usize = 8_000;

/// Where and when findings were seen.
#[derive(Clone, Copy, Debug)]
pub struct Sighting<'a> {
    /// On this asset.
    pub asset_id: Uuid,
    /// By this scan.
    pub scan_id: Uuid,
    /// By this engine.
    pub engine: &'a str,
    /// At this instant.
    pub at: DateTime<Utc>,
}

/// Stores what was seen and returns how many findings that were.
///
/// # Errors
/// As the database says.
pub async fn ingest(
    tx: &TenantTx,
    sighting: &Sighting<'_>,
    findings: Vec<NewFinding>,
) -> Result<usize, AppError> {
    let mut seen = once_each(tx, sighting, findings);
    let late = LateTexts::of_scan(tx, sighting.scan_id).await?;
    for seen in &mut seen {
        seen.location = late.clean(tx, std::mem::take(&mut seen.location)).await?;
        seen.evidence = late.clean(tx, std::mem::take(&mut seen.evidence)).await?;
    }
    for chunk in seen.chunks(queries::FINDINGS_PER_STATEMENT) {
        let fingerprints: Vec<&str> = chunk.iter().map(|seen| seen.fingerprint.as_str()).collect();
        let before = queries::lock_states(tx, &fingerprints).await?;
        let ids = queries::upsert_findings(tx, sighting, chunk).await?;
        let mut events = Vec::new();
        let mut observations = Vec::with_capacity(chunk.len());
        for seen in chunk {
            let Some(finding_id) = ids.get(&seen.fingerprint).copied() else {
                return Err(AppError::internal("a stored finding was not returned"));
            };
            let earlier = before.get(&seen.fingerprint).copied();
            events.extend(event(finding_id, earlier));
            observations.push(NewObservation {
                finding_id,
                evidence: seen.evidence.clone(),
            });
        }
        queries::insert_observations(tx, sighting, observations).await?;
        index_findings(tx, sighting, chunk, &ids, &before).await?;
        queries::insert_events(tx, events).await?;
    }
    Ok(seen.len())
}

/// What seeing it means for its history. Seeing an open finding once more is told by the observation alone.
fn event(finding_id: Uuid, earlier: Option<FindingState>) -> Option<NewEvent> {
    let kind = match earlier {
        None => FindingEventKind::Opened,
        Some(state) if FIXED.contains(&state) => FindingEventKind::Reopened,
        Some(_) => return None,
    };
    Some(NewEvent {
        finding_id,
        subject_id: None,
        kind,
        from_state: earlier,
        to_state: Some(FindingState::Open),
        note: None,
    })
}

/// Each fingerprint once, in one order, so that two scans of one asset can't lock each other's rows crosswise.
fn once_each(tx: &TenantTx, sighting: &Sighting<'_>, findings: Vec<NewFinding>) -> Vec<Seen> {
    let by_fingerprint: BTreeMap<String, NewFinding> = findings
        .into_iter()
        .map(|finding| {
            (
                finding.fingerprint(tx.tenant_id(), sighting.asset_id),
                finding,
            )
        })
        .collect();
    by_fingerprint
        .into_iter()
        .map(|(fingerprint, finding)| Seen {
            fingerprint,
            check: finding.check,
            location: finding.location.to_string(),
            evidence: storable(&finding.evidence),
        })
        .collect()
}

/// Evidence is what a hostile host sent: bounded, and without the character that no database takes.
fn storable(evidence: &str) -> String {
    let shown = |symbol| if symbol == '\0' { '\u{fffd}' } else { symbol };
    evidence
        .chars()
        .take(MAX_EVIDENCE_CHARS)
        .map(shown)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_evidence_is_cut_and_loses_its_null_characters() {
        assert_eq!(storable("a\0b"), "a\u{fffd}b");
        assert_eq!(storable(&"ü".repeat(100_000)).chars().count(), 8_000);
    }
}
