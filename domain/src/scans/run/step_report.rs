//! What an engine says about one step: what it looked at, what it found, what it used.

use xorb_entities::scans::{CoverageOutcome, ScanStepState};

use crate::findings::{Coverage, NewFinding};
use crate::net::Traffic;

/// The result of one step.
#[derive(Clone, Debug, Default)]
pub struct StepReport {
    /// The version of the engine that ran.
    pub engine_version: String,
    /// Checks and locations, each with its outcome. Decided from what was parsed, never from an exit code.
    pub coverage: Vec<Coverage>,
    /// What was found.
    pub findings: Vec<NewFinding>,
    /// What went over the network.
    pub traffic: Traffic,
    /// Why it did not complete.
    pub failure: Option<StepFailure>,
}

/// Why a step did not complete.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepFailure {
    /// A stable word.
    pub code: String,
    /// Public, in words.
    pub message: String,
}

impl StepReport {
    /// The report of a step that looked at nothing.
    #[must_use]
    pub fn failed(engine_version: &str, code: &str, message: impl Into<String>) -> Self {
        Self {
            engine_version: engine_version.to_owned(),
            failure: Some(StepFailure {
                code: code.to_owned(),
                message: message.into(),
            }),
            ..Self::default()
        }
    }

    /// How the step ended. What was planned and not looked at keeps it from being complete; a step without one clear
    /// result has failed.
    pub(super) fn state(&self) -> ScanStepState {
        let is_tested = |covered: &Coverage| {
            matches!(
                covered.outcome,
                CoverageOutcome::Vulnerable | CoverageOutcome::NotVulnerable
            )
        };
        let is_skipped = |covered: &Coverage| covered.outcome == CoverageOutcome::NotTested;
        let has_result = self.coverage.iter().any(is_tested);
        if has_result && self.failure.is_none() && !self.coverage.iter().any(is_skipped) {
            ScanStepState::Completed
        } else if has_result {
            ScanStepState::CompletedPartially
        } else {
            ScanStepState::Failed
        }
    }
}

#[cfg(test)]
mod tests {
    use CoverageOutcome::{Inconclusive, NotTested, NotVulnerable, Vulnerable};

    use super::*;
    use crate::findings::Location;

    fn report(outcomes: &[CoverageOutcome], failed: bool) -> StepReport {
        let coverage = outcomes.iter().map(|outcome| Coverage {
            check_id: "http.csp_missing",
            location: Location::page("https", "shop.example", 443, "/"),
            outcome: *outcome,
        });
        let report = if failed {
            StepReport::failed("1", "target_timed_out", "the target did not answer in time")
        } else {
            StepReport::default()
        };
        StepReport {
            coverage: coverage.collect(),
            ..report
        }
    }

    #[test]
    fn a_step_is_complete_only_if_nothing_was_left_out() {
        for (outcomes, failed, state) in [
            (
                &[Vulnerable, NotVulnerable][..],
                false,
                ScanStepState::Completed,
            ),
            (
                &[NotVulnerable, Inconclusive],
                false,
                ScanStepState::Completed,
            ),
            (
                &[NotVulnerable, NotTested],
                false,
                ScanStepState::CompletedPartially,
            ),
            (&[Vulnerable], true, ScanStepState::CompletedPartially),
            (&[NotTested], false, ScanStepState::Failed),
            (&[Inconclusive], false, ScanStepState::Failed),
            (&[], false, ScanStepState::Failed),
            (&[], true, ScanStepState::Failed),
        ] {
            assert_eq!(
                report(outcomes, failed).state(),
                state,
                "{outcomes:?} {failed}"
            );
        }
    }
}
