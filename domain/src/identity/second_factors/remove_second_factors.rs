//! Takes all second factors off somebody's account: for whoever has lost phone, passkeys and recovery codes. The password
//! stays, all sessions end, and the person is told.

use uuid::Uuid;
use xorb_entities::ids::UserId;

use super::confirm_totp::void_codes;
use super::tell::{Change, tell};
use crate::audit::{AuditAction, AuditEvent};
use crate::identity::queries::passkeys::delete_passkeys_of_user;
use crate::identity::queries::sessions::revoke_sessions_of_user;
use crate::identity::queries::totp_factors::delete_totp_factor;
use crate::identity::queries::{User, find_user};
use crate::identity::support_access::end_over;
use crate::identity::{Actor, Permission, break_glass, owner_rules, require_step_up};
use crate::{AppError, Core, UserErrorCode};

/// Removes them. Somebody who has none is fine.
///
/// # Errors
/// `Forbidden`; `NotFound`; `User`: `StepUpRequired`, `OwnerOnly`, `InvalidState` for one's own and for the last
/// passkey that opens a company without its identity provider; `Unavailable`.
#[tracing::instrument(skip_all)]
pub async fn remove_second_factors(
    core: &Core,
    actor: &Actor,
    user_id: Uuid,
) -> Result<User, AppError> {
    let object = UserId::from(user_id).to_string();
    core.authorise(actor, Permission::UsersManage, Some(&object))
        .await?;
    if actor.user_id == Some(user_id) {
        let message = "remove your own with removeTotp and removePasskey";
        let own = UserErrorCode::InvalidState;
        return Err(AppError::user(own, "userId", message));
    }
    let tx = core.db.write(&actor.scope).await?;
    require_step_up(&tx, actor).await?;
    let user = find_user(&tx, user_id).await?;
    owner_rules::check_removal(&tx, actor, &user, true, "userId").await?;
    delete_totp_factor(&tx, user_id).await?;
    delete_passkeys_of_user(&tx, user_id).await?;
    void_codes(&tx, user_id).await?;
    break_glass::keep(&tx, "userId").await?;
    revoke_sessions_of_user(&tx, user_id, None, "second_factors_removed").await?;
    let mut event = AuditEvent::new(AuditAction::SecondFactorsRemoved, actor);
    if let Some(pid) = user.pid {
        event = event.object(pid);
    }
    tx.record(event);
    end_over(&tx, actor).await?;
    tell(&tx, &user, Change::AllRemoved).await?;
    tx.commit().await?;
    Ok(user)
}
