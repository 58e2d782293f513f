//! The states of a scan and of its steps: what is over, and what the steps make of the scan.

use xorb_entities::scans::{ScanState, ScanStepState};

/// Waits or runs.
pub(crate) const LIVE: [ScanState; 3] = [
    ScanState::Queued,
    ScanState::Authorizing,
    ScanState::Running,
];

/// Whether it waits or runs.
pub(crate) fn is_live(state: ScanState) -> bool {
    LIVE.contains(&state)
}

/// Whether its failed job may run it again: it has failed, or its worker was lost before it could say so.
pub(crate) fn can_be_retried(state: ScanState) -> bool {
    is_live(state) || state == ScanState::Failed
}

/// Whether a step has been run, with whatever result.
pub(crate) fn is_over(state: ScanStepState) -> bool {
    !matches!(state, ScanStepState::Pending | ScanStepState::Running)
}

/// What a scan has come to when its steps are over. Incomplete is never shown as complete: one step that did not
/// complete makes the scan partial, and a scan in which nothing was looked at has failed.
pub(crate) fn outcome(steps: &[ScanStepState]) -> ScanState {
    let is_complete = |step: &ScanStepState| *step == ScanStepState::Completed;
    let is_something = |step: &ScanStepState| {
        matches!(
            step,
            ScanStepState::Completed | ScanStepState::CompletedPartially
        )
    };
    if steps.iter().all(is_complete) && !steps.is_empty() {
        ScanState::Completed
    } else if steps.iter().any(is_something) {
        ScanState::CompletedPartially
    } else {
        ScanState::Failed
    }
}

#[cfg(test)]
mod tests {
    use ScanStepState::{
        Cancelled, Completed, CompletedPartially, Failed, Pending, Running, Skipped,
    };

    use super::*;

    #[test]
    fn the_steps_decide_what_the_scan_has_come_to() {
        for (steps, scan) in [
            (&[Completed, Completed][..], ScanState::Completed),
            (
                &[Completed, CompletedPartially],
                ScanState::CompletedPartially,
            ),
            (&[Completed, Failed], ScanState::CompletedPartially),
            (&[Completed, Skipped], ScanState::CompletedPartially),
            (&[Failed, CompletedPartially], ScanState::CompletedPartially),
            (&[Failed, Failed], ScanState::Failed),
            (&[Failed, Skipped], ScanState::Failed),
            (&[Cancelled], ScanState::Failed),
            (&[], ScanState::Failed),
        ] {
            assert_eq!(outcome(steps), scan, "{steps:?}");
        }
    }

    #[test]
    fn only_waiting_and_running_steps_are_run_again() {
        assert!(![Pending, Running].into_iter().any(is_over));
        assert!(
            [Completed, CompletedPartially, Failed, Cancelled, Skipped]
                .into_iter()
                .all(is_over)
        );
    }
}
