//! An operator has done what there was to do.

use uuid::Uuid;

use super::end_over::note_end;
use super::platform_trail::note_support_access;
use super::start_impersonation::{find_granting_tenant, operator_in};
use crate::identity::Actor;
use crate::identity::operators::require_operator;
use crate::identity::queries::impersonations::{find_impersonation, set_ended};
use crate::identity::queries::sessions::revoke_session;
use crate::{AppError, Core};

/// Which.
#[derive(Clone, Debug)]
pub struct EndImpersonation {
    pub tenant_slug: String,
    pub impersonation_id: Uuid,
}

/// Ends one's own impersonation and its session at once. One that has ended already is fine.
///
/// # Errors
/// `Forbidden` for who is no operator; `NotFound`, also for another operator's; `Unavailable`.
#[tracing::instrument(skip_all)]
pub async fn end_impersonation(
    core: &Core,
    operator: &Actor,
    input: EndImpersonation,
) -> Result<(), AppError> {
    require_operator(operator)?;
    let scope = find_granting_tenant(core, &input.tenant_slug).await?;
    let tx = core.db.write(&scope).await?;
    let found = find_impersonation(&tx, input.impersonation_id).await?;
    if operator.user_id != Some(found.operator_id) {
        return Err(AppError::NotFound("impersonation"));
    }
    if !set_ended(&tx, found.id).await? {
        return tx.commit().await;
    }
    if let Some(session_id) = found.session_id {
        revoke_session(&tx, session_id, "impersonation_ended").await?;
    }
    let named = operator_in(scope, found.operator_pid, &operator.request);
    note_end(&tx, &named, found.id, found.grant_id).await?;
    tx.commit().await?;
    // Right away, so that it says who it was; the job finds it done.
    note_support_access(core, &scope, found.grant_id, Some(operator)).await
}
