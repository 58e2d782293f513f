//! Counts what scans saw.

use std::collections::HashMap;

use uuid::Uuid;

use crate::AppError;
use crate::db::ReadSession;
use crate::findings::{self, SeverityCount};

/// How many findings of each severity each scan saw, the worst first. Whoever sees the scan sees them.
///
/// # Errors
/// As the database says.
pub async fn scan_finding_counts(
    reads: &ReadSession,
    scan_ids: &[Uuid],
) -> Result<HashMap<Uuid, Vec<SeverityCount>>, AppError> {
    findings::queries::count_by_scan(&*reads.tx().await?, scan_ids).await
}
