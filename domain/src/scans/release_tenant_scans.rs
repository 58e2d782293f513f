//! Releases the kill switch of a tenant.

use xorb_entities::ids::TenantId;

use super::queries;
use crate::audit::{AuditAction, AuditEvent};
use crate::identity::{Actor, Permission};
use crate::jobs::JobClass;
use crate::tenants::Tenant;
use crate::tenants::queries::find_tenant;
use crate::{AppError, Core};

/// Releases the switch: queued scans begin, new ones are accepted. Scans that it stopped stay stopped. Releasing it again
/// changes nothing.
///
/// # Errors
/// `Forbidden`; as the database says, then the switch is where it was.
#[tracing::instrument(skip_all)]
pub async fn release_tenant_scans(core: &Core, actor: &Actor) -> Result<Tenant, AppError> {
    let object = TenantId::from(actor.scope.tenant_id()).to_string();
    core.authorise(actor, Permission::ScansStop, Some(&object))
        .await?;
    let tx = core.db.write(&actor.scope).await?;
    let is_released = queries::set_tenant_switch(&tx, None).await?;
    if is_released {
        tx.record(AuditEvent::new(AuditAction::ScansReleased, actor).object(object));
    }
    let tenant = find_tenant(&tx).await?;
    tx.commit().await?;
    if is_released {
        core.queue.wake_dispatcher(&[JobClass::Scan]).await;
    }
    Ok(tenant)
}
