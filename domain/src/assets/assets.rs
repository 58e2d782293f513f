//! Lists the tenant's assets, newest first.

use super::queries;
use super::view::{self, AssetView};
use crate::AppError;
use crate::db::ReadSession;
use crate::identity::Permission;
use crate::paging::{Keyset, Page, Slice};

/// A page of the assets that were not deleted.
///
/// # Errors
/// `Forbidden`; `BadInput` for a cursor of another list.
#[tracing::instrument(skip_all)]
pub async fn assets(reads: &ReadSession, page: Page) -> Result<Slice<AssetView>, AppError> {
    authorise(reads).await?;
    let tx = reads.tx().await?;
    let models = queries::list_assets(&tx, &page).await?;
    let slice = Slice::new(models, &page, |asset| {
        Keyset::At(asset.created_at, asset.id)
    });
    let models = slice.items.iter().map(|(_, asset)| asset.clone()).collect();
    let views = view::of_assets(&tx, models).await?;
    Ok(slice.with(views))
}

/// How many there are.
///
/// # Errors
/// `Forbidden`.
pub async fn count_assets(reads: &ReadSession) -> Result<u64, AppError> {
    authorise(reads).await?;
    queries::count_assets(&*reads.tx().await?).await
}

async fn authorise(reads: &ReadSession) -> Result<(), AppError> {
    reads.authorise(Permission::AssetsRead, None).await
}
