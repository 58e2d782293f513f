//! Lists the invitations that nobody has accepted or taken back, newest first.

use super::Permission;
use super::queries::invitations::{Invitation, count_pending, list_pending};
use crate::AppError;
use crate::db::ReadSession;
use crate::paging::{Keyset, Page, Slice};

/// A page of the tenant's pending invitations, those that have expired included.
///
/// # Errors
/// `Forbidden`; `BadInput` for a cursor of another list.
pub async fn invitations(reads: &ReadSession, page: Page) -> Result<Slice<Invitation>, AppError> {
    authorise(reads).await?;
    let found = list_pending(&*reads.tx().await?, &page).await?;
    Ok(Slice::new(found, &page, |invitation| {
        Keyset::At(invitation.created_at, invitation.id)
    }))
}

/// How many there are.
///
/// # Errors
/// `Forbidden`.
pub async fn count_invitations(reads: &ReadSession) -> Result<u64, AppError> {
    authorise(reads).await?;
    count_pending(&*reads.tx().await?).await
}

async fn authorise(reads: &ReadSession) -> Result<(), AppError> {
    reads.authorise(Permission::UsersInvite, None).await
}
