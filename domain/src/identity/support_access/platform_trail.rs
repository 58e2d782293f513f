//! The platform's own trail says what happened with grants and impersonations too: which tenant and which grant, never whom it
//! is about.
//!
//! What the tenant's trail says is brought there by a job that was enqueued in the same transaction, so that no crash loses
//! it; and whoever brings it counts first what is there, while nobody else can append, so that nothing stands twice.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;
use uuid::Uuid;
use xorb_entities::ids::{SupportGrantId, TenantId};

use crate::audit::{AuditAction, AuditEvent, count_recorded, lock_trail};
use crate::db::TenantTx;
use crate::identity::Actor;
use crate::jobs::{JobKind, NewJob, enqueue};
use crate::tenants::TenantScope;
use crate::{AppError, Core};

/// What both trails say. The start of an impersonation is in the platform's before it is in the tenant's.
const IN_BOTH: [AuditAction; 5] = [
    AuditAction::SupportAccessGranted,
    AuditAction::SupportAccessConsented,
    AuditAction::SupportAccessRevoked,
    AuditAction::ImpersonationOpened,
    AuditAction::ImpersonationEnded,
];

/// The clocks of two processes are never further apart.
const APART: TimeDelta = TimeDelta::hours(1);

/// Writes it down, in a transaction of its own, before anything is done.
pub(super) async fn note_in_platform(
    core: &Core,
    action: AuditAction,
    operator: &Actor,
    tenant_id: Uuid,
    grant_id: Uuid,
) -> Result<(), AppError> {
    let tx = core.db.write(&core.platform()).await?;
    record(&tx, action, operator, tenant_id, grant_id);
    tx.commit().await
}

/// Lets the platform's trail hear of what this transaction records about a grant.
pub(super) async fn tell_platform(tx: &TenantTx, grant_id: Uuid) -> Result<(), AppError> {
    let job = NewJob::new(JobKind::NoteSupportAccess).arg("support_grant_id", grant_id);
    enqueue(tx, job).await?;
    Ok(())
}

/// Brings what the tenant's trail says about a grant to the platform's. `operator` did what is missing there; without one, the
/// tenant or time did.
///
/// # Errors
/// `Unavailable`.
pub async fn note_support_access(
    core: &Core,
    scope: &TenantScope,
    grant_id: Uuid,
    operator: Option<&Actor>,
) -> Result<(), AppError> {
    let object = SupportGrantId::from(grant_id).to_string();
    let since = made_at(grant_id) - APART;
    let tenants = core.db.read(scope).await?;
    let mut happened = Vec::new();
    for action in IN_BOTH {
        let times = count_recorded(&tenants, action, &object, since).await?;
        happened.push((action, times));
    }
    drop(tenants);
    let platform = core.platform();
    let system = Actor::system(platform);
    let tx = core.db.write(&platform).await?;
    lock_trail(&tx).await?;
    for (action, times) in happened {
        let known = count_recorded(&tx, action, &object, since).await?;
        for _ in known..times {
            let actor = operator.unwrap_or(&system);
            record(&tx, action, actor, scope.tenant_id(), grant_id);
        }
    }
    tx.commit().await
}

/// When an id was made, as it says itself.
fn made_at(id: Uuid) -> DateTime<Utc> {
    let seconds = id.get_timestamp().map(|at| at.to_unix().0);
    seconds
        .and_then(|seconds| i64::try_from(seconds).ok())
        .and_then(|seconds| DateTime::from_timestamp(seconds, 0))
        .unwrap_or_default()
}

fn record(tx: &TenantTx, action: AuditAction, actor: &Actor, tenant_id: Uuid, grant_id: Uuid) {
    let event = AuditEvent::new(action, actor).object(SupportGrantId::from(grant_id));
    tx.record(event.payload(None, json!({ "tenant": TenantId::from(tenant_id) })));
}
