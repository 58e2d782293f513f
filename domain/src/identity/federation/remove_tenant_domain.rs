//! Removes a domain of the tenant.

use serde_json::json;
use uuid::Uuid;
use xorb_entities::ids::TenantDomainId;

use super::queries;
use super::tenant_domains::authorise;
use crate::audit::{AuditAction, AuditEvent};
use crate::identity::{Actor, require_step_up};
use crate::{AppError, Core};

/// Removes a domain: it leads nobody to this tenant any more.
///
/// # Errors
/// User error `STEP_UP_REQUIRED`; `NotFound`, `Forbidden`.
#[tracing::instrument(skip_all)]
pub async fn remove_tenant_domain(core: &Core, actor: &Actor, id: Uuid) -> Result<Uuid, AppError> {
    authorise(core, actor, Some(id)).await?;
    let tx = core.db.write(&actor.scope).await?;
    require_step_up(&tx, actor).await?;
    let row = queries::find_domain(&tx, id).await?;
    queries::delete_domain(&tx, id).await?;
    queries::release_route(&tx, "domain", &row.domain).await?;
    let event = AuditEvent::new(AuditAction::TenantDomainRemoved, actor);
    let event = event.object(TenantDomainId::from(id));
    tx.record(event.payload(None, json!({ "domain": row.domain })));
    tx.commit().await?;
    Ok(id)
}
