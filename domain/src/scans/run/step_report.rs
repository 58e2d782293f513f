//! What an engine says about one step: what it looked at, what it found, what it used.

use xorb_entities::scans::{CoverageOutcome, ScanStepState};

use crate::findings::{Coverage, NewFinding};

/// The result of one step.
#[derive(Clone, Debug, Default)]
pub struct StepReport {
    /// The version of the engine that ran.
    pub engine_version: String,
    /// Checks and locations, each with its outcome. Decided from what was parsed, never from an exit code.
    pub coverage: Vec<Coverage>,
    /// What was found.
    pub findings: Vec<NewFinding>,
    /// Bytes received over the network, below TLS.
    pub bytes_received: u64,
    /// Connections out of scope that were not made.
    pub blocked_connects: u32,
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

    /// How the step ended. It is complete only if everything that it looked at came to a result; one that came to none
    /// has failed.
    pub(super) fn state(&self) -> ScanStepState {
        let is_decided = |covered: &Coverage| {
            matches!(
                covered.outcome,
                CoverageOutcome::Vulnerable | CoverageOutcome::NotVulnerable
            )
        };
        if self.failure.is_none() && self.coverage.iter().all(is_decided) {
            ScanStepState::Completed
        } else if self.coverage.iter().any(is_decided) {
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
    fn a_step_is_complete_only_if_all_of_it_came_to_a_result() {
        for (outcomes, failed, state) in [
            (
                &[Vulnerable, NotVulnerable][..],
                false,
                ScanStepState::Completed,
            ),
            (&[], false, ScanStepState::Completed),
            (
                &[NotVulnerable, Inconclusive],
                false,
                ScanStepState::CompletedPartially,
            ),
            (
                &[NotVulnerable, NotTested],
                false,
                ScanStepState::CompletedPartially,
            ),
            (&[Vulnerable], true, ScanStepState::CompletedPartially),
            (&[NotTested], false, ScanStepState::Failed),
            (&[Inconclusive], false, ScanStepState::Failed),
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
