//! States that a person can set.

use async_graphql::Enum;
use xorb_entities::findings::FindingState;

/// A state that a person can give a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum TriageState {
    /// Not judged yet, or to be judged again.
    Open,
    /// Judged to be real.
    Confirmed,
    /// Being mended.
    InRemediation,
    /// Said to be mended; a retest will tell.
    FixedUnverified,
    /// Judged to be no weakness.
    FalsePositive,
}

impl From<TriageState> for FindingState {
    fn from(state: TriageState) -> Self {
        match state {
            TriageState::Open => Self::Open,
            TriageState::Confirmed => Self::Confirmed,
            TriageState::InRemediation => Self::InRemediation,
            TriageState::FixedUnverified => Self::FixedUnverified,
            TriageState::FalsePositive => Self::FalsePositive,
        }
    }
}
