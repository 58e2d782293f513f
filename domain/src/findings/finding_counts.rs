//! Counts findings by severity and state.

use xorb_entities::findings::{FindingState, Severity};

use super::queries;
use crate::AppError;
use crate::db::ReadSession;
use crate::identity::Permission;

/// How many findings of one severity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SeverityCount {
    /// The severity.
    pub severity: Severity,
    /// How many; never 0.
    pub count: i64,
}

/// How many findings of one severity in one state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FindingCount {
    /// The severity.
    pub severity: Severity,
    /// The state.
    pub state: FindingState,
    /// How many; never 0.
    pub count: i64,
}

/// How many findings the tenant has, the worst first.
///
/// # Errors
/// `Forbidden`.
#[tracing::instrument(skip_all)]
pub async fn finding_counts(reads: &ReadSession) -> Result<Vec<FindingCount>, AppError> {
    reads.authorise(Permission::FindingsRead, None).await?;
    queries::count_by_severity_and_state(&*reads.tx().await?).await
}
