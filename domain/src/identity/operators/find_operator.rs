//! The operator with an address, for the command line.

use crate::AppError;
use crate::db::TenantTx;
use crate::identity::EmailAddress;
use crate::identity::queries::{User, find_credentials};

/// The operator, active or not.
pub(super) async fn find_operator(tx: &TenantTx, email: &str) -> Result<User, AppError> {
    let not_found = AppError::NotFound("operator");
    let Ok(email) = email.parse::<EmailAddress>() else {
        return Err(not_found);
    };
    let found = find_credentials(tx, email.normalized()).await?;
    found.map(|found| found.user).ok_or(not_found)
}
