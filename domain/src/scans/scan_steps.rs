//! Reads the steps of scans.

use std::collections::HashMap;

use uuid::Uuid;

use super::queries;
use super::view::ScanStepView;
use crate::AppError;
use crate::db::ReadSession;

/// The steps of each scan, in order. Whoever sees the scan sees them.
///
/// # Errors
/// As the database says.
pub async fn scan_steps(
    reads: &ReadSession,
    scan_ids: &[Uuid],
) -> Result<HashMap<Uuid, Vec<ScanStepView>>, AppError> {
    let mut steps: HashMap<Uuid, Vec<ScanStepView>> = HashMap::new();
    for step in queries::find_steps(&*reads.tx().await?, scan_ids).await? {
        steps.entry(step.scan_id).or_default().push(step.into());
    }
    Ok(steps)
}
