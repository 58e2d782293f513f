//! Lists the tenant's own roles, newest first, and those of users.

use std::collections::HashMap;

use uuid::Uuid;

use crate::AppError;
use crate::db::ReadSession;
use crate::identity::Permission;
use crate::identity::queries::custom_roles::{
    CustomRole, count_roles, list_roles, list_roles_of_users,
};
use crate::paging::{Keyset, Page, Slice};

/// A page of the tenant's own roles.
///
/// # Errors
/// `Forbidden`; `BadInput` for a cursor of another list.
pub async fn custom_roles(reads: &ReadSession, page: Page) -> Result<Slice<CustomRole>, AppError> {
    authorise(reads).await?;
    let found = list_roles(&*reads.tx().await?, &page).await?;
    Ok(Slice::new(found, &page, |role| {
        Keyset::At(role.created_at, role.id)
    }))
}

/// How many there are.
///
/// # Errors
/// `Forbidden`.
pub async fn count_custom_roles(reads: &ReadSession) -> Result<u64, AppError> {
    authorise(reads).await?;
    count_roles(&*reads.tx().await?).await
}

/// The roles of these users. Whoever sees the user sees them.
///
/// # Errors
/// As the database says.
pub async fn load_custom_roles(
    reads: &ReadSession,
    users: &[Uuid],
) -> Result<HashMap<Uuid, Vec<CustomRole>>, AppError> {
    let found = list_roles_of_users(&*reads.tx().await?, users).await?;
    let mut roles: HashMap<Uuid, Vec<CustomRole>> = HashMap::new();
    for (user, role) in found {
        roles.entry(user).or_default().push(role);
    }
    Ok(roles)
}

async fn authorise(reads: &ReadSession) -> Result<(), AppError> {
    reads.authorise(Permission::UsersRead, None).await
}
