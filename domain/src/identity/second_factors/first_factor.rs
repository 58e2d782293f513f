//! Who may add a factor: whoever has just proven who they are. Somebody from a provider that can't say when it was, without a
//! password and without any factor, has nothing to prove it with: their log-in itself counts, for this alone and for ten
//! minutes. They are told by mail, as always.

use crate::AppError;
use crate::db::TenantTx;
use crate::identity::queries::step_ups::has_nothing_to_prove_with;
use crate::identity::second_factors::find_factors;
use crate::identity::{Actor, require_step_up};

/// Lets pass whoever may add a factor to their account.
///
/// # Errors
/// As `require_step_up`.
pub(crate) async fn require_step_up_to_enroll(
    tx: &TenantTx,
    actor: &Actor,
) -> Result<(), AppError> {
    let session_id = actor.session()?;
    let user_id = actor.user_id.ok_or(AppError::Unauthenticated)?;
    match require_step_up(tx, actor).await {
        Ok(()) => Ok(()),
        Err(refused) => {
            let is_first = has_nothing_to_prove_with(tx, session_id).await?
                && !find_factors(tx, user_id).await?.is_enrolled();
            is_first.then_some(()).ok_or(refused)
        }
    }
}
