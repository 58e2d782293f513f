//! Where a step of a scan stands.

use async_graphql::Enum;

/// Where one step of a scan stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "xorb_entities::scans::ScanStepState")]
pub enum ScanStepState {
    /// Not started yet.
    Pending,
    /// Under way.
    Running,
    /// Ended; everything was looked at.
    Completed,
    /// Ended; some of it could not be looked at.
    CompletedPartially,
    /// Ended by an error.
    Failed,
    /// Cancelled before its end.
    Cancelled,
    /// Not run: its engine is not available, or nothing was there to look at.
    Skipped,
}
