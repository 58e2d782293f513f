//! Lists the tenant's endpoints, newest first.

use super::queries;
use super::view::{self, WebhookEndpointView};
use crate::AppError;
use crate::db::ReadSession;
use crate::identity::Permission;
use crate::paging::{Keyset, Page, Slice};

/// A page of the endpoints that were not deleted.
///
/// # Errors
/// `Forbidden`; `BadInput` for a cursor of another list.
#[tracing::instrument(skip_all)]
pub async fn webhook_endpoints(
    reads: &ReadSession,
    page: Page,
) -> Result<Slice<WebhookEndpointView>, AppError> {
    authorise(reads).await?;
    let tx = reads.tx().await?;
    let models = queries::list_endpoints(&tx, &page).await?;
    let slice = Slice::new(models, &page, |row| Keyset::At(row.created_at, row.id));
    let models = slice.items.iter().map(|(_, row)| row.clone()).collect();
    let views = view::of_endpoints(&tx, models).await?;
    Ok(slice.with(views))
}

/// How many there are.
///
/// # Errors
/// `Forbidden`.
pub async fn count_webhook_endpoints(reads: &ReadSession) -> Result<u64, AppError> {
    authorise(reads).await?;
    queries::count_endpoints(&*reads.tx().await?).await
}

async fn authorise(reads: &ReadSession) -> Result<(), AppError> {
    reads.authorise(Permission::WebhooksRead, None).await
}
