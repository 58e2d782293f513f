//! Asks for a verification of the whole trail.

use uuid::Uuid;
use xorb_entities::ids::JobId;

use super::{AuditAction, AuditEvent, daily};
use crate::identity::{Actor, Permission};
use crate::{AppError, Core};

/// Enqueues the verification of the tenant's whole trail and returns its job; the one that is under way, if there is one.
///
/// # Errors
/// `Forbidden` without `audit:read`.
pub async fn verify_audit_trail(core: &Core, actor: &Actor) -> Result<Uuid, AppError> {
    core.authorise(actor, Permission::AuditRead, None).await?;
    let tx = core.db.write(&actor.scope).await?;
    let job_id = daily::enqueue(&tx).await?;
    tx.record(AuditEvent::new(AuditAction::AuditVerified, actor).object(JobId::from(job_id)));
    tx.commit().await?;
    Ok(job_id)
}
