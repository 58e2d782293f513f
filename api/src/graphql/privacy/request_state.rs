//! Where a data-subject request stands.

use async_graphql::Enum;

/// Where a data-subject request stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "xorb_entities::privacy::RequestState")]
pub enum DataSubjectRequestState {
    /// Received; the person is not identified yet.
    Received,
    /// The person is being identified.
    Verifying,
    /// Waits for the person.
    AwaitingInfo,
    /// There is a plan of what would be done, waiting for approval.
    Planned,
    /// Approved; its execution is queued.
    Approved,
    /// Being executed.
    Executing,
    /// Stopped at something that a person must solve.
    Blocked,
    /// Looking for what may have been left.
    Scanning,
    /// Done, wholly.
    Completed,
    /// Done, except for what had to be kept or could not be reached.
    CompletedPartially,
    /// Refused, with a ground.
    Refused,
    /// Withdrawn by the person.
    Withdrawn,
    /// Nobody proved to be the person in time.
    ExpiredUnverified,
    /// Passed on to the controller who has to answer it.
    RoutedToController,
    /// Taken up again.
    Reopened,
}
