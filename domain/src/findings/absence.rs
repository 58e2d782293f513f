//! What it means that a completed check did not find a finding any more.
//!
//! An ordinary scan closes nothing: `mitigated` is reached by a completed retest only. It leaves a note at findings that
//! somebody says are fixed, so that whoever decides about a retest sees that it is worth one.

use std::collections::HashSet;

use xorb_entities::findings::{FindingEventKind, FindingState};
use xorb_entities::scans::CoverageOutcome;

use super::coverage::Coverage;
use super::ingest::Sighting;
use super::queries::{self, NewEvent};
use crate::AppError;
use crate::db::TenantTx;

const NOTE: &str =
    "A completed scan looked for this and did not find it. A retest can confirm the fix.";

/// Notes the absence of findings that are said to be fixed. For completed steps only.
pub(crate) async fn note_absences(
    tx: &TenantTx,
    sighting: &Sighting<'_>,
    coverage: &[Coverage],
) -> Result<(), AppError> {
    let absent: HashSet<(&str, String)> = coverage
        .iter()
        .filter(|covered| covered.outcome == CoverageOutcome::NotVulnerable)
        .map(|covered| (covered.check_id, covered.location.to_string()))
        .collect();
    if absent.is_empty() {
        return Ok(());
    }
    let said_fixed = queries::find_fixed_unverified(tx, sighting.asset_id).await?;
    let events = said_fixed
        .into_iter()
        .filter(|finding| absent.contains(&(finding.check_id.as_str(), finding.location.clone())))
        .map(|finding| NewEvent {
            finding_id: finding.id,
            subject_id: None,
            kind: FindingEventKind::Comment,
            from_state: Some(FindingState::FixedUnverified),
            to_state: Some(FindingState::FixedUnverified),
            note: Some(NOTE.to_owned()),
        });
    queries::insert_events(tx, events.collect()).await
}
