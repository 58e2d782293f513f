//! The person in whose name operators are to act says yes.

use uuid::Uuid;
use xorb_entities::ids::SupportGrantId;

use super::platform_trail::tell_platform;
use crate::audit::{AuditAction, AuditEvent};
use crate::identity::queries::support_grants::{
    SupportGrant, SupportGrantState, find_grant, lock_grant, set_consented,
};
use crate::identity::{Actor, require_step_up};
use crate::{AppError, Core, UserErrorCode};

/// Consents. Once more is fine.
///
/// # Errors
/// `NotFound` for a grant in another name; `User`: `InvalidState` for one that is over, `StepUpRequired`, `SessionRequired`;
/// `Unavailable`.
#[tracing::instrument(skip_all)]
pub async fn consent_to_support_access(
    core: &Core,
    actor: &Actor,
    grant_id: Uuid,
) -> Result<SupportGrant, AppError> {
    actor.session()?;
    let tx = core.db.write(&actor.scope).await?;
    let grant = lock_grant(&tx, grant_id).await?;
    if actor.user_id != Some(grant.user_id) {
        return Err(AppError::NotFound("grant for support"));
    }
    require_step_up(&tx, actor).await?;
    match grant.state {
        SupportGrantState::Active => return Ok(grant),
        SupportGrantState::WaitingForConsent => {}
        SupportGrantState::Expired | SupportGrantState::Revoked => {
            let message = "this grant is over; whoever gave it can give another one";
            return Err(AppError::user(UserErrorCode::InvalidState, "", message));
        }
    }
    set_consented(&tx, grant_id).await?;
    let event = AuditEvent::new(AuditAction::SupportAccessConsented, actor);
    tx.record(event.object(SupportGrantId::from(grant_id)));
    let grant = find_grant(&tx, grant_id).await?;
    tell_platform(&tx, grant_id).await?;
    tx.commit().await?;
    Ok(grant)
}
