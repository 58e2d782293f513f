//! Which data-subject requests to list.

use async_graphql::InputObject;
use xorb_domain::privacy::RequestFilter;

use super::{DataSubjectRequestState, DataSubjectRight};
use crate::graphql::distinct;

/// Which data-subject requests to list. All given conditions must hold.
#[derive(Clone, Debug, Default, InputObject)]
pub struct DataSubjectRequestFilter {
    /// Requests in one of these states.
    states: Option<Vec<DataSubjectRequestState>>,
    /// Requests for one of these rights.
    rights: Option<Vec<DataSubjectRight>>,
    /// True: only those that should have been answered by now. False: only the others.
    overdue: Option<bool>,
}

impl From<DataSubjectRequestFilter> for RequestFilter {
    fn from(filter: DataSubjectRequestFilter) -> Self {
        Self {
            states: distinct(filter.states),
            rights: distinct(filter.rights),
            overdue: filter.overdue,
        }
    }
}
