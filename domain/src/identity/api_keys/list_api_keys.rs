//! Lists keys that are not revoked, newest first: one's own, or with `api_keys:manage` everybody's.

use uuid::Uuid;

use crate::AppError;
use crate::db::ReadSession;
use crate::identity::queries::api_keys::{ApiKey, count_keys, list_keys};
use crate::identity::{Actor, Permission};
use crate::paging::{Keyset, Page, Slice};

/// A page of keys.
///
/// # Errors
/// `Unauthenticated`; `User(SessionRequired)` for an API key; `BadInput` for a cursor of another list.
pub async fn api_keys(reads: &ReadSession, page: Page) -> Result<Slice<ApiKey>, AppError> {
    let owner = shown_owner(reads.actor())?;
    let keys = list_keys(&*reads.tx().await?, owner, &page).await?;
    Ok(Slice::new(keys, &page, |key| {
        Keyset::At(key.created_at, key.id)
    }))
}

/// How many there are.
///
/// # Errors
/// As `api_keys`.
pub async fn count_api_keys(reads: &ReadSession) -> Result<u64, AppError> {
    let owner = shown_owner(reads.actor())?;
    count_keys(&*reads.tx().await?, owner).await
}

/// Whose keys the actor sees; `None`: everybody's.
fn shown_owner(actor: &Actor) -> Result<Option<Uuid>, AppError> {
    actor.session()?;
    if actor.holds(Permission::ApiKeysManage) {
        return Ok(None);
    }
    actor.user_id.map(Some).ok_or(AppError::Unauthenticated)
}
