//! Reads one scan, or those that other objects name.

use std::collections::HashMap;

use uuid::Uuid;
use xorb_entities::ids::ScanId;

use super::queries;
use super::view::ScanView;
use crate::AppError;
use crate::db::ReadSession;
use crate::identity::Permission;

/// One scan.
///
/// # Errors
/// `NotFound` if there is none in this tenant; `Forbidden`.
#[tracing::instrument(skip_all)]
pub async fn scan(reads: &ReadSession, id: Uuid) -> Result<ScanView, AppError> {
    let object = ScanId::from(id).to_string();
    reads
        .authorise(Permission::ScansRead, Some(&object))
        .await?;
    let scan = queries::find_scan(&*reads.tx().await?, id).await?;
    scan.map(ScanView::from).ok_or(AppError::NotFound("scan"))
}

/// The scans that other objects name. Whoever sees those sees these.
///
/// # Errors
/// As the database says.
pub async fn load_scans(
    reads: &ReadSession,
    ids: &[Uuid],
) -> Result<HashMap<Uuid, ScanView>, AppError> {
    let scans = queries::find_scans(&*reads.tx().await?, ids).await?;
    Ok(scans
        .into_iter()
        .map(|scan| (scan.id, scan.into()))
        .collect())
}
