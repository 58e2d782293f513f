//! Reads one finding, or those that other objects name.

use std::collections::HashMap;

use uuid::Uuid;
use xorb_entities::ids::FindingId;

use super::queries;
use super::view::FindingView;
use crate::AppError;
use crate::db::ReadSession;
use crate::identity::Permission;

/// One finding.
///
/// # Errors
/// `NotFound` if there is none in this tenant; `Forbidden`.
#[tracing::instrument(skip_all)]
pub async fn finding(reads: &ReadSession, id: Uuid) -> Result<FindingView, AppError> {
    let object = FindingId::from(id).to_string();
    reads
        .authorise(Permission::FindingsRead, Some(&object))
        .await?;
    let finding = queries::find_finding(&*reads.tx().await?, id).await?;
    finding
        .map(FindingView::from)
        .ok_or(AppError::NotFound("finding"))
}

/// The findings that other objects name. Whoever sees those sees these.
///
/// # Errors
/// As the database says.
pub async fn load_findings(
    reads: &ReadSession,
    ids: &[Uuid],
) -> Result<HashMap<Uuid, FindingView>, AppError> {
    let findings = queries::find_findings(&*reads.tx().await?, ids).await?;
    Ok(findings
        .into_iter()
        .map(|finding| (finding.id, finding.into()))
        .collect())
}
