//! Counts what is wrong with assets now.

use std::collections::HashMap;

use uuid::Uuid;

use crate::AppError;
use crate::db::ReadSession;
use crate::findings::{self, SeverityCount};

/// How many unresolved findings of each severity each asset has, the worst first. Whoever sees the asset sees them.
///
/// # Errors
/// As the database says.
pub async fn asset_finding_counts(
    reads: &ReadSession,
    asset_ids: &[Uuid],
) -> Result<HashMap<Uuid, Vec<SeverityCount>>, AppError> {
    findings::queries::count_unresolved_by_asset(&*reads.tx().await?, asset_ids).await
}
