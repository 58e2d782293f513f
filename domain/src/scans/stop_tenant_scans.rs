//! The kill switch of a tenant: stops all its scans, as the platform's stops everybody's.

use xorb_entities::ids::TenantId;

use super::queries;
use crate::audit::{AuditAction, AuditEvent};
use crate::identity::{Actor, Permission};
use crate::tenants::Tenant;
use crate::tenants::queries::find_tenant;
use crate::{AppError, Core};

/// Pulls the switch: running scans stop within a heartbeat, queued ones wait, new ones are refused. Pulling it again
/// changes nothing.
///
/// # Errors
/// `Forbidden`; as the database says, then the switch is where it was.
#[tracing::instrument(skip_all)]
pub async fn stop_tenant_scans(core: &Core, actor: &Actor) -> Result<Tenant, AppError> {
    let object = TenantId::from(actor.scope.tenant_id()).to_string();
    core.authorise(actor, Permission::ScansStop, Some(&object))
        .await?;
    let tx = core.db.write(&actor.scope).await?;
    if queries::set_tenant_switch(&tx, Some(tx.now())).await? {
        tx.record(AuditEvent::new(AuditAction::ScansStopped, actor).object(object));
    }
    let tenant = find_tenant(&tx).await?;
    tx.commit().await?;
    Ok(tenant)
}
