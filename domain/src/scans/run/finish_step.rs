//! Stores what a step has shown: its coverage, its findings and its use of the network, all or nothing.

use std::collections::BTreeMap;

use xorb_entities::scans::{CoverageOutcome, ScanStepState};

use super::{ScanTicket, StepReport, StepTicket};
use crate::AppError;
use crate::db::TenantTx;
use crate::events::Topic;
use crate::findings::{self, Coverage, Location, Sighting};
use crate::privacy::erasure::LateTexts;
use crate::scans::queries;

/// Longest text of a failure that is kept.
const MAX_MESSAGE_CHARS: usize = 500;

/// Ends the step with its report, inside the effect of the step.
///
/// # Errors
/// `NotFound` if the step is gone; as the database says.
pub async fn finish_step(
    tx: &TenantTx,
    ticket: &ScanTicket,
    step: &StepTicket,
    report: StepReport,
) -> Result<(), AppError> {
    let mut row = queries::find_step(tx, step.id)
        .await?
        .ok_or(AppError::NotFound("step"))?;
    row.state = report.state();
    row.finished_at = Some(tx.now());
    row.bytes_received = i64::try_from(report.bytes_received).unwrap_or(i64::MAX);
    row.blocked_connects = i32::try_from(report.blocked_connects).unwrap_or(i32::MAX);
    if let Some(failure) = report.failure {
        row.error_code = Some(failure.code);
        let message = failure.message.chars().take(MAX_MESSAGE_CHARS).collect();
        let late = LateTexts::of_scan(tx, ticket.scan_id).await?;
        row.error_message = Some(late.clean(tx, message).await?);
    }
    if !report.engine_version.is_empty() {
        row.engine_version = report.engine_version;
    }
    let coverage = once_each(report.coverage);
    queries::upsert_coverage(tx, ticket.scan_id, step.id, &coverage).await?;
    let sighting = Sighting {
        asset_id: ticket.asset_id,
        scan_id: ticket.scan_id,
        engine: &step.engine,
        at: tx.now(),
    };
    let seen = findings::ingest(tx, &sighting, report.findings).await?;
    row.finding_count = i32::try_from(seen).unwrap_or(i32::MAX);
    if row.state == ScanStepState::Completed {
        findings::note_absences(tx, &sighting, &coverage).await?;
    }
    queries::update_step(tx, row).await?;
    tx.wake(Topic::Scan(ticket.scan_id));
    Ok(())
}

/// Each check at each location once. Of several outcomes the most alarming counts, and "not tested" never outweighs a test.
fn once_each(coverage: Vec<Coverage>) -> Vec<Coverage> {
    let mut merged: BTreeMap<(&'static str, Location), CoverageOutcome> = BTreeMap::new();
    for covered in coverage {
        let outcome = merged
            .entry((covered.check_id, covered.location))
            .or_insert(covered.outcome);
        if weight(covered.outcome) > weight(*outcome) {
            *outcome = covered.outcome;
        }
    }
    merged
        .into_iter()
        .map(|((check_id, location), outcome)| Coverage {
            check_id,
            location,
            outcome,
        })
        .collect()
}

fn weight(outcome: CoverageOutcome) -> u8 {
    match outcome {
        CoverageOutcome::Vulnerable => 3,
        CoverageOutcome::Inconclusive => 2,
        CoverageOutcome::NotVulnerable => 1,
        CoverageOutcome::NotTested => 0,
    }
}

#[cfg(test)]
mod tests {
    use CoverageOutcome::{Inconclusive, NotTested, NotVulnerable, Vulnerable};

    use super::*;

    #[test]
    fn what_is_doubtful_anywhere_is_not_called_safe() {
        for (outcomes, merged) in [
            (&[NotVulnerable, Vulnerable][..], Vulnerable),
            (&[NotVulnerable, Inconclusive], Inconclusive),
            (&[NotTested, NotVulnerable], NotVulnerable),
        ] {
            let coverage = outcomes.iter().map(|outcome| Coverage {
                check_id: "exposed.git",
                location: Location::page("https", "shop.example", 443, "/"),
                outcome: *outcome,
            });
            let once = once_each(coverage.collect());
            assert_eq!(once.len(), 1);
            assert_eq!(once[0].outcome, merged, "{outcomes:?}");
        }
    }
}
