//! Lists the tenant's connections, newest first.

use uuid::Uuid;
use xorb_entities::ids::IdentityProviderId;

use super::queries;
use super::view::{self, IdentityProviderView};
use crate::AppError;
use crate::db::ReadSession;
use crate::identity::Permission;
use crate::paging::{Keyset, Page, Slice};

/// A page of the connections.
///
/// # Errors
/// `Forbidden`; `BadInput` for a cursor of another list.
#[tracing::instrument(skip_all)]
pub async fn identity_providers(
    reads: &ReadSession,
    page: Page,
) -> Result<Slice<IdentityProviderView>, AppError> {
    authorise(reads, None).await?;
    let tx = reads.tx().await?;
    let rows = queries::list_providers(&tx, &page).await?;
    let slice = Slice::new(rows, &page, |row| Keyset::At(row.created_at, row.id));
    let mut views = Vec::with_capacity(slice.items.len());
    for (_, row) in &slice.items {
        views.push(view::of_provider(reads.core(), &tx, row.clone()).await?);
    }
    Ok(slice.with(views))
}

/// How many there are.
///
/// # Errors
/// `Forbidden`.
pub async fn count_identity_providers(reads: &ReadSession) -> Result<u64, AppError> {
    authorise(reads, None).await?;
    queries::count_providers(&*reads.tx().await?).await
}

/// One connection.
///
/// # Errors
/// `NotFound`, `Forbidden`.
#[tracing::instrument(skip_all)]
pub async fn identity_provider(
    reads: &ReadSession,
    id: Uuid,
) -> Result<IdentityProviderView, AppError> {
    let object = IdentityProviderId::from(id).to_string();
    authorise(reads, Some(&object)).await?;
    let tx = reads.tx().await?;
    let row = queries::find_provider(&tx, id)
        .await?
        .ok_or(AppError::NotFound("identity provider"))?;
    view::of_provider(reads.core(), &tx, row).await
}

async fn authorise(reads: &ReadSession, object: Option<&str>) -> Result<(), AppError> {
    let permission = Permission::IdentityProvidersRead;
    reads.authorise(permission, object).await
}
