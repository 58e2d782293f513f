//! One location's part of a request.

use async_graphql::{Description, Enum, Object};
use xorb_domain::privacy::RequestTaskView;

use crate::graphql::ErrorDetail;

/// One location's part of a request.
#[derive(Description)]
pub struct DataSubjectRequestTask(RequestTaskView);

impl From<RequestTaskView> for DataSubjectRequestTask {
    fn from(view: RequestTaskView) -> Self {
        Self(view)
    }
}

#[Object(use_type_description)]
impl DataSubjectRequestTask {
    /// A table, or a store that is none.
    async fn location(&self) -> &str {
        &self.0.location
    }

    /// What is done there.
    async fn strategy(&self) -> &str {
        &self.0.strategy
    }

    /// Where it stands.
    async fn state(&self) -> DataSubjectRequestTaskState {
        self.0.state.into()
    }

    /// How many rows or files are done.
    async fn rows(&self) -> i64 {
        self.0.rows_done
    }

    /// How many there were when it began.
    async fn rows_planned(&self) -> i64 {
        self.0.rows_planned
    }

    /// Why it can't go on; null if it can.
    async fn error(&self) -> Option<ErrorDetail> {
        self.0.error_code.as_deref().map(ErrorDetail::of)
    }
}

/// Where one location's part of a request stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "xorb_entities::privacy::RequestTaskState")]
pub enum DataSubjectRequestTaskState {
    /// Not begun.
    Pending,
    /// Begun.
    Running,
    /// Done.
    Done,
    /// Can't go on; never passed off as done.
    Blocked,
    /// There was nothing to do.
    Skipped,
}
