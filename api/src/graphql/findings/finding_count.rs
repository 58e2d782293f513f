//! How many findings of one severity in one state.

use async_graphql::SimpleObject;

use super::{FindingState, Severity};

/// How many findings of one severity in one state there are.
#[derive(Clone, Debug, SimpleObject)]
pub struct FindingCount {
    /// The severity.
    severity: Severity,
    /// The state.
    state: FindingState,
    /// How many; pairs without any are left out.
    count: i64,
}

impl From<xorb_domain::findings::FindingCount> for FindingCount {
    fn from(count: xorb_domain::findings::FindingCount) -> Self {
        Self {
            severity: count.severity.into(),
            state: count.state.into(),
            count: count.count,
        }
    }
}
