//! Lists the people of the tenant, newest first.

use super::Permission;
use super::queries::{self, User};
use crate::AppError;
use crate::db::ReadSession;
use crate::paging::{Keyset, Page, Slice};

/// A page of the tenant's users.
///
/// # Errors
/// `Forbidden`; `BadInput` for a cursor of another list.
pub async fn users(reads: &ReadSession, page: Page) -> Result<Slice<User>, AppError> {
    authorise(reads).await?;
    let users = queries::list_users(&*reads.tx().await?, &page).await?;
    Ok(Slice::new(users, &page, |user| {
        Keyset::At(user.created_at, user.id)
    }))
}

/// How many there are.
///
/// # Errors
/// `Forbidden`.
pub async fn count_users(reads: &ReadSession) -> Result<u64, AppError> {
    authorise(reads).await?;
    queries::count_users(&*reads.tx().await?).await
}

async fn authorise(reads: &ReadSession) -> Result<(), AppError> {
    reads.authorise(Permission::UsersRead, None).await
}
