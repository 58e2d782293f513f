//! Notes the ends that nobody has caused: by time, and with the operator's account. Looked for by a schedule.

use super::end_over::end_over;
use super::impersonated::is_operator_active;
use crate::identity::Actor;
use crate::identity::queries::impersonations::{OpenImpersonation, list_open};
use crate::identity::queries::sessions::revoke_session;
use crate::tenants::{TenantScope, every_tenant};
use crate::{AppError, Core};

/// Ends what is over in every tenant. How many it were. Any number of processes may do it.
///
/// # Errors
/// As the database says; the next call goes on where this one stopped.
pub async fn end_due_impersonations(core: &Core) -> Result<usize, AppError> {
    let mut ended = 0;
    let mut tenants = every_tenant(&core.db);
    while let Some(tenant) = tenants.next().await? {
        let scope = tenant.scope();
        let open = list_open(&core.db.read(&scope).await?).await?;
        if !open.is_empty() {
            ended += end_in(core, &scope, &open).await?;
        }
    }
    Ok(ended)
}

async fn end_in(
    core: &Core,
    scope: &TenantScope,
    open: &[OpenImpersonation],
) -> Result<usize, AppError> {
    let mut left = Vec::new();
    for one in open {
        if !is_operator_active(core, one.operator_id).await? {
            left.extend(one.session_id);
        }
    }
    let tx = core.db.write(scope).await?;
    for session_id in left {
        revoke_session(&tx, session_id, "operator_deactivated").await?;
    }
    let ended = end_over(&tx, &Actor::system(*scope)).await?;
    tx.commit().await?;
    Ok(ended)
}
