//! Lists the deliveries to one endpoint, newest first.

use uuid::Uuid;

use super::queries;
use super::view::WebhookDeliveryView;
use crate::AppError;
use crate::db::ReadSession;
use crate::identity::Permission;
use crate::paging::{Keyset, Page, Slice};

/// A page of the deliveries to an endpoint.
///
/// # Errors
/// `Forbidden`; `BadInput` for a cursor of another list.
#[tracing::instrument(skip_all)]
pub async fn webhook_deliveries(
    reads: &ReadSession,
    endpoint_id: Uuid,
    page: Page,
) -> Result<Slice<WebhookDeliveryView>, AppError> {
    authorise(reads).await?;
    let tx = reads.tx().await?;
    let rows = queries::list_deliveries(&tx, endpoint_id, &page).await?;
    let slice = Slice::new(rows, &page, |row| Keyset::At(row.created_at, row.id));
    Ok(slice.map(Into::into))
}

/// How many there are.
///
/// # Errors
/// `Forbidden`.
pub async fn count_webhook_deliveries(
    reads: &ReadSession,
    endpoint_id: Uuid,
) -> Result<u64, AppError> {
    authorise(reads).await?;
    queries::count_deliveries(&*reads.tx().await?, endpoint_id).await
}

async fn authorise(reads: &ReadSession) -> Result<(), AppError> {
    reads.authorise(Permission::WebhooksRead, None).await
}
