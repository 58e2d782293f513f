//! Tells a person by mail that something about their second factors has changed.

use crate::AppError;
use crate::db::TenantTx;
use crate::identity::mails::{Letter, SecondFactorLetter, tell_user};
use crate::identity::queries::User;

pub(crate) use crate::identity::mails::SecondFactorChange as Change;

/// Puts the mail into this transaction.
pub(crate) async fn tell(tx: &TenantTx, user: &User, change: Change) -> Result<(), AppError> {
    let letter = |tenant_name| {
        Letter::SecondFactorChanged(SecondFactorLetter {
            tenant_name,
            change,
        })
    };
    tell_user(tx, user, letter).await
}
