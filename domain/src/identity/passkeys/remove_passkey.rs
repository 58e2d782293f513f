//! Takes a passkey off an account. With the last factor its recovery codes go.

use uuid::Uuid;
use xorb_entities::ids::PasskeyId;

use crate::audit::{AuditAction, AuditEvent};
use crate::identity::queries::find_user;
use crate::identity::queries::passkeys::{count_passkeys, delete_passkey};
use crate::identity::second_factors::{Change, find_factors, tell, void_codes};
use crate::identity::{Actor, ActorKind, break_glass, require_step_up};
use crate::{AppError, Core, UserErrorCode};

/// Removes a passkey of the actor.
///
/// # Errors
/// `NotFound`; `User`: `StepUpRequired`, `InvalidState` for the last one of an operator, and for the last that opens a
/// company without its identity provider; `Unavailable`.
#[tracing::instrument(skip_all)]
pub async fn remove_passkey(core: &Core, actor: &Actor, passkey_id: Uuid) -> Result<(), AppError> {
    let user_id = actor.user_id.ok_or(AppError::Unauthenticated)?;
    let tx = core.db.write(&actor.scope).await?;
    require_step_up(&tx, actor).await?;
    if !delete_passkey(&tx, user_id, passkey_id).await? {
        return Err(AppError::NotFound("passkey"));
    }
    break_glass::keep(&tx, "passkeyId").await?;
    if actor.kind == ActorKind::Operator && count_passkeys(&tx, user_id).await? == 0 {
        let message =
            "this is your last passkey, and there is no other way in; enrol another one first";
        return Err(AppError::user(UserErrorCode::InvalidState, "", message));
    }
    let user = find_user(&tx, user_id).await?;
    if !find_factors(&tx, user_id).await?.is_enrolled() {
        void_codes(&tx, user_id).await?;
    }
    let event = AuditEvent::new(AuditAction::PasskeyRemoved, actor);
    tx.record(event.object(PasskeyId::from(passkey_id)));
    tell(&tx, &user, Change::PasskeyRemoved).await?;
    tx.commit().await
}
