//! How many data-subject requests stand where.

use async_graphql::SimpleObject;
use xorb_domain::privacy::DataSubjectRequestCount as CountView;

use super::DataSubjectRequestState;

/// How many data-subject requests are in one state.
#[derive(Clone, Debug, SimpleObject)]
pub struct DataSubjectRequestCount {
    /// The state.
    state: DataSubjectRequestState,
    /// How many; states without any are left out.
    count: i64,
    /// How many of them should have been answered by now.
    overdue: i64,
}

impl From<CountView> for DataSubjectRequestCount {
    fn from(view: CountView) -> Self {
        Self {
            state: view.state.into(),
            count: view.count,
            overdue: view.overdue,
        }
    }
}
