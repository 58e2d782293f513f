//! How far a job is.

use async_graphql::SimpleObject;
use xorb_domain::jobs::ProgressView;

/// How far a job is in its current phase.
#[derive(Clone, Debug, SimpleObject)]
pub struct JobProgress {
    /// Units that are done.
    done: i64,
    /// Units that there are; 0 while that is not known.
    total: i64,
    /// What is counted, for example `checks`.
    unit: String,
    /// What it is doing, for example `http`.
    phase: String,
}

impl From<ProgressView> for JobProgress {
    fn from(view: ProgressView) -> Self {
        Self {
            done: view.done,
            total: view.total,
            unit: view.unit,
            phase: view.phase,
        }
    }
}
