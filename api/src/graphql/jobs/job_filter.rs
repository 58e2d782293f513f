//! Which jobs to list.

use async_graphql::InputObject;

use super::{JobKind, JobState};
use crate::graphql::distinct;

/// Which jobs to list. All given conditions must hold.
#[derive(Clone, Debug, Default, InputObject)]
pub struct JobFilter {
    /// Jobs of one of these kinds.
    kinds: Option<Vec<JobKind>>,
    /// Jobs in one of these states.
    states: Option<Vec<JobState>>,
}

impl From<JobFilter> for xorb_domain::jobs::JobFilter {
    fn from(filter: JobFilter) -> Self {
        Self {
            classes: Vec::new(),
            kinds: distinct(filter.kinds),
            states: distinct(filter.states),
        }
    }
}
