//! The legal edges between the states of a finding: one table.
//!
//! `mitigated` is reached by a completed retest only, `risk_accepted` by an acceptance with owner and expiry only: no
//! triage leads there. A scan that sees a fixed finding again opens it, whoever had closed it.

use FindingState::{
    Confirmed, Duplicate, FalsePositive, FixedUnverified, InRemediation, Mitigated, Open,
    RiskAccepted,
};
use xorb_entities::findings::FindingState;

/// From each state, where a person may move a finding.
const TRIAGE: [(FindingState, &[FindingState]); 8] = [
    (Open, &[Confirmed, FalsePositive]),
    (Confirmed, &[Open, InRemediation, FalsePositive]),
    (
        InRemediation,
        &[Open, Confirmed, FixedUnverified, FalsePositive],
    ),
    (FixedUnverified, &[Open, InRemediation, FalsePositive]),
    (Mitigated, &[Open]),
    (FalsePositive, &[Open]),
    (RiskAccepted, &[Open]),
    (Duplicate, &[Open]),
];

/// States of findings that are not settled.
pub(super) const UNRESOLVED: [FindingState; 4] = [Open, Confirmed, InRemediation, FixedUnverified];

/// States in which a finding counts as fixed: seen again, it is opened again.
pub(super) const FIXED: [FindingState; 2] = [FixedUnverified, Mitigated];

/// States in which somebody has decided that a finding shall not bother: seen again, it stays as it is.
pub(super) const SET_ASIDE: [FindingState; 3] = [FalsePositive, RiskAccepted, Duplicate];

/// Whether a person may move a finding from one state to the other.
#[must_use]
pub fn is_legal_triage(from: FindingState, to: FindingState) -> bool {
    triage_targets(from).contains(&to)
}

/// Where a person may move a finding.
pub(super) fn triage_targets(from: FindingState) -> &'static [FindingState] {
    TRIAGE
        .iter()
        .find(|(state, _)| *state == from)
        .map_or(&[], |(_, targets)| targets)
}

/// Whether moving it there starts its deadline anew: a fix that was none.
pub(super) fn restarts_deadline(from: FindingState, to: FindingState) -> bool {
    to == Open && FIXED.contains(&from)
}

#[cfg(test)]
mod tests {
    use sea_orm::Iterable;

    use super::*;

    #[test]
    fn every_state_has_one_row_and_no_edge_to_itself() {
        for state in FindingState::iter() {
            let rows = TRIAGE.iter().filter(|(from, _)| *from == state).count();
            assert_eq!(rows, 1, "{state:?}");
            assert!(!is_legal_triage(state, state), "{state:?}");
        }
    }

    #[test]
    fn nobody_declares_a_finding_mitigated_accepted_or_a_duplicate_by_triage() {
        for from in FindingState::iter() {
            for to in [Mitigated, RiskAccepted, Duplicate] {
                assert!(!is_legal_triage(from, to), "{from:?} {to:?}");
            }
        }
    }

    #[test]
    fn the_way_to_a_fix_is_walked_step_by_step_and_every_way_leads_back() {
        for (from, to) in [
            (Open, Confirmed),
            (Confirmed, InRemediation),
            (InRemediation, FixedUnverified),
        ] {
            assert!(is_legal_triage(from, to), "{from:?} {to:?}");
        }
        assert!(!is_legal_triage(Open, FixedUnverified));
        assert!(!is_legal_triage(FalsePositive, Confirmed));
        assert!(
            FindingState::iter()
                .filter(|state| *state != Open)
                .all(|state| is_legal_triage(state, Open))
        );
    }

    #[test]
    fn every_state_is_either_unresolved_or_settled() {
        for state in FindingState::iter() {
            let is_settled = state == Mitigated || SET_ASIDE.contains(&state);
            assert_ne!(UNRESOLVED.contains(&state), is_settled, "{state:?}");
        }
    }
}
