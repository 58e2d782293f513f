//! Lists the operators, for the command line.

use chrono::{DateTime, Utc};

use crate::identity::queries::list_users;
use crate::identity::queries::passkeys::count_passkeys;
use crate::paging::{Keyset, Page, Slice};
use crate::{AppError, Core};

/// An operator as the command line shows them.
#[derive(Clone, Debug)]
pub struct Operator {
    pub email: String,
    pub display_name: String,
    pub is_active: bool,
    pub passkeys: u64,
    pub created_at: DateTime<Utc>,
}

/// A page of the operators, the newest first.
///
/// # Errors
/// `BadInput` for a cursor of another list; `Unavailable`.
pub async fn list_operators(core: &Core, page: &Page) -> Result<Slice<Operator>, AppError> {
    let tx = core.db.read(&core.platform()).await?;
    let users = list_users(&tx, page).await?;
    let slice = Slice::new(users, page, |user| Keyset::At(user.created_at, user.id));
    let mut operators = Vec::with_capacity(slice.items.len());
    for (_, user) in &slice.items {
        operators.push(Operator {
            email: user.email.clone(),
            display_name: user.display_name.clone(),
            is_active: user.is_active(),
            passkeys: count_passkeys(&tx, user.id).await?,
            created_at: user.created_at,
        });
    }
    Ok(slice.with(operators))
}
