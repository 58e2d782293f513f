//! Lists one's own live sessions, newest first.

use super::queries::Session;
use super::queries::sessions;
use crate::AppError;
use crate::db::ReadSession;
use crate::paging::{Keyset, Page, Slice};

/// A page of the viewer's sessions.
///
/// # Errors
/// `Unauthenticated` for nobody; `BadInput` for a cursor of another list.
pub async fn viewer_sessions(reads: &ReadSession, page: Page) -> Result<Slice<Session>, AppError> {
    reads.actor().session()?;
    let user_id = reads.actor().user_id.ok_or(AppError::Unauthenticated)?;
    let found = sessions::list_live_sessions(&*reads.tx().await?, user_id, &page).await?;
    Ok(Slice::new(found, &page, |session| {
        Keyset::At(session.created_at, session.id)
    }))
}

/// How many there are.
///
/// # Errors
/// `Unauthenticated` for nobody.
pub async fn count_viewer_sessions(reads: &ReadSession) -> Result<u64, AppError> {
    reads.actor().session()?;
    let user_id = reads.actor().user_id.ok_or(AppError::Unauthenticated)?;
    sessions::count_live_sessions(&*reads.tx().await?, user_id).await
}
