//! Through which providers somebody can log in to their account.

use super::queries::{self, LinkedIdentity};
use crate::AppError;
use crate::db::ReadSession;

/// The viewer's, by name of the provider.
///
/// # Errors
/// `Unauthenticated` for nobody; `User(SessionRequired)` for an operator in somebody's name; `Unavailable`.
pub async fn linked_identities(reads: &ReadSession) -> Result<Vec<LinkedIdentity>, AppError> {
    reads.actor().in_person()?;
    let user_id = reads.actor().user_id.ok_or(AppError::Unauthenticated)?;
    queries::list_linked_identities(&*reads.tx().await?, user_id).await
}
