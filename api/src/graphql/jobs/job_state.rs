//! Where a job stands.

use async_graphql::Enum;

/// Where a job stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "xorb_entities::jobs::JobState")]
pub enum JobState {
    /// Waits for a worker, or for its next attempt.
    Queued,
    /// Under way.
    Running,
    /// Waits for a person.
    Waiting,
    /// Done.
    Succeeded,
    /// Given up after its last attempt; `retryJob` starts it again.
    Failed,
    /// Cancelled by a person.
    Cancelled,
}
