//! Where a scan stands.

use async_graphql::Enum;

/// Where a scan stands. Only `COMPLETED` means that everything was looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "xorb_entities::scans::ScanState")]
pub enum ScanState {
    /// Waits for a worker.
    Queued,
    /// A worker checks the proof of ownership and the target's addresses once more.
    Authorizing,
    /// Under way.
    Running,
    /// Ended; everything of the profile was looked at.
    Completed,
    /// Ended; some of it could not be looked at: see the steps.
    CompletedPartially,
    /// Ended by an error: see the job.
    Failed,
    /// Cancelled by a person.
    Cancelled,
    /// Stopped by the kill switch.
    Killed,
    /// Waited too long to be started.
    Expired,
}
