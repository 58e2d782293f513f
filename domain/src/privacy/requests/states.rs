//! The legal moves between the states of a request: one table.

use RequestState::{
    Approved, AwaitingInfo, Blocked, Completed, CompletedPartially, Executing, ExpiredUnverified,
    Planned, Received, Refused, Reopened, RoutedToController, Scanning, Verifying, Withdrawn,
};
use xorb_entities::privacy::RequestState;

use crate::audit::AuditAction;

/// From each state, where a request may go. A plan may be made anew, so `planned` leads to itself.
const EDGES: [(RequestState, &[RequestState]); 15] = [
    (
        Received,
        &[
            Verifying,
            Refused,
            Withdrawn,
            ExpiredUnverified,
            RoutedToController,
        ],
    ),
    (
        Verifying,
        &[
            AwaitingInfo,
            Planned,
            Refused,
            Withdrawn,
            ExpiredUnverified,
            RoutedToController,
        ],
    ),
    (
        AwaitingInfo,
        &[
            Verifying,
            Refused,
            Withdrawn,
            ExpiredUnverified,
            RoutedToController,
        ],
    ),
    (
        Planned,
        &[Planned, Approved, Refused, Withdrawn, RoutedToController],
    ),
    (Approved, &[Executing, Blocked, Withdrawn]),
    (Executing, &[Scanning, Blocked]),
    (Blocked, &[Executing]),
    (
        Scanning,
        &[Executing, Blocked, Completed, CompletedPartially],
    ),
    (Completed, &[Reopened]),
    (CompletedPartially, &[Reopened]),
    (Reopened, &[Planned, Executing]),
    (Refused, &[]),
    (Withdrawn, &[]),
    (ExpiredUnverified, &[]),
    (RoutedToController, &[]),
];

/// The states in which a request has ended; only what was completed may be taken up again.
pub(super) const ENDED: [RequestState; 6] = [
    Completed,
    CompletedPartially,
    Refused,
    Withdrawn,
    ExpiredUnverified,
    RoutedToController,
];

/// Whether a request in this state has been answered, or needs no answer any more.
pub(super) fn has_ended(state: RequestState) -> bool {
    ENDED.contains(&state)
}

/// Whether a request may go from one state to the other.
pub(crate) fn is_legal(from: RequestState, to: RequestState) -> bool {
    targets(from).contains(&to)
}

/// The states from which a request may go to `to`.
pub(crate) fn sources(to: RequestState) -> Vec<RequestState> {
    let leads_there = |(_, targets): &&(_, &[RequestState])| targets.contains(&to);
    EDGES
        .iter()
        .filter(leads_there)
        .map(|(from, _)| *from)
        .collect()
}

fn targets(from: RequestState) -> &'static [RequestState] {
    EDGES
        .iter()
        .find(|(state, _)| *state == from)
        .map_or(&[], |(_, targets)| targets)
}

/// What the audit trail calls the move.
pub(crate) fn action(from: RequestState, to: RequestState) -> AuditAction {
    match to {
        Received => AuditAction::RequestCreated,
        Verifying => AuditAction::RequestVerifying,
        AwaitingInfo => AuditAction::RequestInfoRequested,
        Planned => AuditAction::RequestPlanned,
        Approved => AuditAction::RequestApproved,
        Executing if from == Approved => AuditAction::ErasureFenced,
        Executing => AuditAction::ErasureResumed,
        Blocked => AuditAction::ErasureBlocked,
        Scanning => AuditAction::ErasureScanning,
        Completed | CompletedPartially => AuditAction::ErasureCompleted,
        Refused => AuditAction::RequestRefused,
        Withdrawn => AuditAction::RequestWithdrawn,
        ExpiredUnverified => AuditAction::RequestExpired,
        RoutedToController => AuditAction::RequestRouted,
        Reopened => AuditAction::RequestReopened,
    }
}

#[cfg(test)]
mod tests {
    use sea_orm::Iterable;

    use super::*;

    #[test]
    fn every_state_has_one_row_and_only_a_plan_is_made_anew() {
        for state in RequestState::iter() {
            let rows = EDGES.iter().filter(|(from, _)| *from == state).count();
            assert_eq!(rows, 1, "{state:?}");
            assert_eq!(is_legal(state, state), state == Planned, "{state:?}");
        }
    }

    #[test]
    fn the_way_to_completion_is_walked_step_by_step() {
        let way = [
            Received, Verifying, Planned, Approved, Executing, Scanning, Completed,
        ];
        for (position, from) in way.iter().enumerate() {
            for (other, to) in way.iter().enumerate() {
                let is_next = other == position + 1;
                let is_back =
                    (*from, *to) == (Scanning, Executing) || (*from, *to) == (Planned, Planned);
                assert_eq!(is_legal(*from, *to), is_next || is_back, "{from:?} {to:?}");
            }
        }
    }

    #[test]
    fn nothing_is_completed_without_a_scan_nor_executed_without_approval() {
        assert_eq!(sources(Completed), [Scanning]);
        assert_eq!(sources(CompletedPartially), [Scanning]);
        assert_eq!(sources(Scanning), [Executing]);
        assert_eq!(sources(Approved), [Planned]);
        assert_eq!(sources(Executing), [Approved, Blocked, Scanning, Reopened]);
    }

    #[test]
    fn once_it_runs_an_erasure_is_neither_refused_nor_withdrawn() {
        for from in [Executing, Blocked, Scanning, Completed, CompletedPartially] {
            assert!(!is_legal(from, Refused), "{from:?}");
            assert!(!is_legal(from, Withdrawn), "{from:?}");
        }
    }

    #[test]
    fn what_has_ended_another_way_stays_so() {
        for from in [Refused, Withdrawn, ExpiredUnverified, RoutedToController] {
            assert!(targets(from).is_empty(), "{from:?}");
        }
    }

    #[test]
    fn a_request_that_has_not_ended_can_go_on() {
        for state in RequestState::iter().filter(|state| !has_ended(*state)) {
            assert!(!targets(state).is_empty(), "{state:?}");
        }
    }

    #[test]
    fn the_start_of_an_erasure_is_told_apart_from_its_resumption() {
        assert_eq!(action(Approved, Executing), AuditAction::ErasureFenced);
        for from in [Blocked, Scanning, Reopened] {
            assert_eq!(action(from, Executing), AuditAction::ErasureResumed);
        }
    }
}
