//! The ceiling of SP 800-63B (5.2.2): after a hundred failures in a row, devices that an account does not know come in only
//! by what can't be guessed (a passkey, an identity provider, a reset by mail), until the person has logged in or reset the
//! password. Kept in the database, so that neither time nor a restart gives further guesses. Known devices neither count nor
//! are affected: nobody is locked out by it.

use uuid::Uuid;

use crate::AppError;
use crate::db::TenantTx;
use crate::identity::mails::{Letter, tell_user};
use crate::identity::queries::failed_log_ins::add_failed_log_in;
use crate::identity::queries::find_user;

const MOST: i32 = 100;

/// Whether so many failures end what can be guessed.
pub(in crate::identity) const fn is_at_ceiling(failed_log_ins: i32) -> bool {
    failed_log_ins >= MOST
}

/// Counts a failure from a device that is not known. The one that reaches the ceiling is told to the person. `user_id` is
/// nobody's where there is no such account, for the same path.
pub(in crate::identity) async fn count_failure(
    tx: &TenantTx,
    user_id: Uuid,
) -> Result<(), AppError> {
    let failed = add_failed_log_in(tx, user_id, MOST).await?;
    if !failed.is_some_and(is_at_ceiling) {
        return Ok(());
    }
    let user = find_user(tx, user_id).await?;
    if user.is_active() {
        tell_user(tx, &user, |tenant_name| Letter::LogInGuessed {
            tenant_name,
        })
        .await?;
    }
    Ok(())
}
