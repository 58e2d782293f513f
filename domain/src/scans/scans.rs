//! Lists the tenant's scans, newest first.

use uuid::Uuid;
use xorb_entities::scans::ScanState;

use super::queries;
use super::view::ScanView;
use crate::AppError;
use crate::db::ReadSession;
use crate::identity::Permission;
use crate::paging::{Keyset, Page, Slice};

/// Which scans are wanted; the default is all.
#[derive(Clone, Debug, Default)]
pub struct ScanFilter {
    /// Of this asset only.
    pub asset_id: Option<Uuid>,
    /// In one of these states; empty: in any.
    pub states: Vec<ScanState>,
}

/// A page of scans.
///
/// # Errors
/// `Forbidden`; `BadInput` for a cursor of another list.
#[tracing::instrument(skip_all)]
pub async fn scans(
    reads: &ReadSession,
    filter: &ScanFilter,
    page: Page,
) -> Result<Slice<ScanView>, AppError> {
    authorise(reads).await?;
    let scans = queries::list_scans(&*reads.tx().await?, filter, &page).await?;
    let views = scans.into_iter().map(ScanView::from).collect();
    Ok(Slice::new(views, &page, |scan: &ScanView| {
        Keyset::At(scan.created_at, scan.id)
    }))
}

/// How many there are.
///
/// # Errors
/// `Forbidden`.
pub async fn count_scans(reads: &ReadSession, filter: &ScanFilter) -> Result<u64, AppError> {
    authorise(reads).await?;
    queries::count_scans(&*reads.tx().await?, filter).await
}

async fn authorise(reads: &ReadSession) -> Result<(), AppError> {
    reads.authorise(Permission::ScansRead, None).await
}
