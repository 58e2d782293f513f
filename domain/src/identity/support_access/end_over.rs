//! Impersonations that are over are noted, each once and in both trails, whatever ended them: the operator, the person or an
//! administrator who ends sessions, a grant that was taken back, a lost account, or time.

use serde_json::json;
use uuid::Uuid;
use xorb_entities::ids::{ImpersonationId, SupportGrantId};

use super::platform_trail::tell_platform;
use crate::AppError;
use crate::audit::{AuditAction, AuditEvent};
use crate::db::TenantTx;
use crate::identity::Actor;
use crate::identity::queries::impersonations::{self, end_those_over};

/// Whether these methods, as a session has them, say that an operator holds it in somebody's name.
pub(crate) fn is_impersonation(methods: &str) -> bool {
    methods == "imp"
}

/// Notes those that are over by now, in the transaction that has ended their sessions. How many it were.
pub(crate) async fn end_over(tx: &TenantTx, actor: &Actor) -> Result<usize, AppError> {
    let over = end_those_over(tx).await?;
    for (id, grant_id) in &over {
        note_end(tx, actor, *id, *grant_id).await?;
    }
    Ok(over.len())
}

/// Ends those of these people, and notes it, in the transaction that ends their accounts.
pub(crate) async fn end_those_of(
    tx: &TenantTx,
    actor: &Actor,
    subjects: &[Uuid],
) -> Result<(), AppError> {
    for (id, grant_id) in impersonations::end_those_of(tx, subjects).await? {
        note_end(tx, actor, id, grant_id).await?;
    }
    Ok(())
}

/// Notes the end of one.
pub(super) async fn note_end(
    tx: &TenantTx,
    actor: &Actor,
    id: Uuid,
    grant_id: Uuid,
) -> Result<(), AppError> {
    let event = AuditEvent::new(AuditAction::ImpersonationEnded, actor);
    let content = json!({ "impersonation": ImpersonationId::from(id) });
    let event = event.object(SupportGrantId::from(grant_id));
    tx.record(event.payload(None, content));
    tell_platform(tx, grant_id).await
}
