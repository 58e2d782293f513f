//! Counts data-subject requests by state.

use xorb_entities::privacy::RequestState;

use super::queries;
use crate::AppError;
use crate::db::ReadSession;
use crate::identity::Permission;

/// How many data-subject requests are in one state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DataSubjectRequestCount {
    /// The state.
    pub state: RequestState,
    /// How many; never 0.
    pub count: i64,
    /// Those of them that are open although their time is over.
    pub overdue: i64,
}

/// How many requests the tenant has, by state.
///
/// # Errors
/// `Forbidden`.
pub async fn data_subject_request_counts(
    reads: &ReadSession,
) -> Result<Vec<DataSubjectRequestCount>, AppError> {
    reads.authorise(Permission::PrivacyRead, None).await?;
    queries::count_by_state(&*reads.tx().await?).await
}
