//! Reads one user, or those that other objects name.

use std::collections::HashMap;

use uuid::Uuid;
use xorb_entities::ids::UserId;

use super::Permission;
use super::queries::{self, User};
use crate::AppError;
use crate::db::ReadSession;

/// One user: oneself, or, with the permission to see people, anybody in the tenant.
///
/// # Errors
/// `NotFound` if there is none in this tenant; `Forbidden`.
pub async fn user(reads: &ReadSession, id: Uuid) -> Result<User, AppError> {
    if reads.actor().user_id != Some(id) {
        let object = UserId::from(id).to_string();
        reads
            .authorise(Permission::UsersRead, Some(&object))
            .await?;
    }
    queries::find_user(&*reads.tx().await?, id).await
}

/// The users that other objects name. Whoever sees those sees their names.
///
/// # Errors
/// As the database says.
pub async fn load_users(
    reads: &ReadSession,
    ids: &[Uuid],
) -> Result<HashMap<Uuid, User>, AppError> {
    let users = queries::find_users(&*reads.tx().await?, ids).await?;
    Ok(users.into_iter().map(|user| (user.id, user)).collect())
}
