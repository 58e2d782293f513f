//! Whether a session that an operator holds in somebody's name still counts: asked with every request.

use uuid::Uuid;

use super::Impersonation;
use crate::identity::queries::find_user;
use crate::identity::queries::impersonations::find_impersonation_of_session;
use crate::identity::queries::sessions::SessionState;
use crate::tenants::TenantScope;
use crate::{AppError, Core};

/// Who truly acts in this session of an impersonation.
///
/// # Errors
/// `Unauthenticated` if the impersonation is over or its operator is not active; `Unavailable`.
pub(crate) async fn impersonated(
    core: &Core,
    scope: &TenantScope,
    session: &SessionState,
) -> Result<Impersonation, AppError> {
    let tx = core.db.read(scope).await?;
    let found = find_impersonation_of_session(&tx, session.id).await?;
    drop(tx);
    let found = found
        .filter(|found| found.ended_at.is_none())
        .ok_or(AppError::Unauthenticated)?;
    if !is_operator_active(core, found.operator_id).await? {
        return Err(AppError::Unauthenticated);
    }
    Ok(Impersonation {
        id: found.id,
        operator_pid: found.operator_pid,
        reason: found.reason,
        since: session.auth_time,
        expires_at: session.expires_at,
    })
}

/// Whether the operator has been neither deactivated nor erased.
pub(super) async fn is_operator_active(core: &Core, operator_id: Uuid) -> Result<bool, AppError> {
    let tx = core.db.read(&core.platform()).await?;
    match find_user(&tx, operator_id).await {
        Ok(operator) => Ok(operator.is_active()),
        Err(AppError::NotFound(_)) => Ok(false),
        Err(error) => Err(error),
    }
}
