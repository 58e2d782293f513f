//! Lists the tenant's grants for support, newest first: those in one's own name, or with `support_access:manage` all.

use uuid::Uuid;

use crate::AppError;
use crate::db::ReadSession;
use crate::identity::queries::support_grants::{SupportGrant, count_grants, list_grants};
use crate::identity::{Actor, Permission};
use crate::paging::{Keyset, Page, Slice};

/// A page of grants.
///
/// # Errors
/// `Unauthenticated`; `User(SessionRequired)`; `BadInput` for a cursor of another list.
pub async fn support_access_grants(
    reads: &ReadSession,
    page: &Page,
) -> Result<Slice<SupportGrant>, AppError> {
    let person = shown_person(reads.actor())?;
    let grants = list_grants(&*reads.tx().await?, person, page).await?;
    Ok(Slice::new(grants, page, |grant| {
        Keyset::At(grant.created_at, grant.id)
    }))
}

/// How many there are.
///
/// # Errors
/// As `support_access_grants`.
pub async fn count_support_access_grants(reads: &ReadSession) -> Result<u64, AppError> {
    let person = shown_person(reads.actor())?;
    count_grants(&*reads.tx().await?, person).await
}

/// In whose name; `None`: in everybody's.
fn shown_person(actor: &Actor) -> Result<Option<Uuid>, AppError> {
    actor.session()?;
    if actor.holds(Permission::SupportAccessManage) {
        return Ok(None);
    }
    actor.user_id.map(Some).ok_or(AppError::Unauthenticated)
}
