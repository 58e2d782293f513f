//! One's own passkeys, newest first. There are twenty at most.

use crate::AppError;
use crate::db::ReadSession;
use crate::identity::queries::passkeys::{Passkey, find_passkeys};

/// The viewer's.
///
/// # Errors
/// `Unauthenticated` for nobody; `User(SessionRequired)` for an operator in somebody's name; `Unavailable`.
pub async fn viewer_passkeys(reads: &ReadSession) -> Result<Vec<Passkey>, AppError> {
    reads.actor().in_person()?;
    let user_id = reads.actor().user_id.ok_or(AppError::Unauthenticated)?;
    find_passkeys(&*reads.tx().await?, user_id).await
}
