//! The platform's own trail says what happened with grants and impersonations too: which tenant and which grant, never whom it
//! is about.

use serde_json::json;
use uuid::Uuid;
use xorb_entities::ids::{SupportGrantId, TenantId};

use crate::audit::{AuditAction, AuditEvent};
use crate::identity::Actor;
use crate::{AppError, Core};

/// Writes it down, in a transaction of its own. `operator` did it; without one, the tenant did.
pub(super) async fn note_in_platform(
    core: &Core,
    action: AuditAction,
    operator: Option<&Actor>,
    tenant_id: Uuid,
    grant_id: Uuid,
) -> Result<(), AppError> {
    let scope = core.platform();
    let tx = core.db.write(&scope).await?;
    let system = Actor::system(scope);
    let event = AuditEvent::new(action, operator.unwrap_or(&system));
    let content = json!({ "tenant": TenantId::from(tenant_id) });
    tx.record(
        event
            .object(SupportGrantId::from(grant_id))
            .payload(None, content),
    );
    tx.commit().await
}
