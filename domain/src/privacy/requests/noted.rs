//! Who was kept from something by a rule is in the trail, as who lacked a permission is.

use serde_json::json;

use crate::AppError;
use crate::audit::{AuditAction, AuditEvent, Outcome};
use crate::db::TenantTx;
use crate::identity::Actor;

/// The refusal, once it stands in the trail.
pub(super) async fn noted(
    tx: TenantTx,
    actor: &Actor,
    object: Option<&str>,
    refusal: AppError,
) -> AppError {
    let AppError::User(errors) = &refusal else {
        return refusal;
    };
    let codes: Vec<&str> = errors.iter().map(|error| error.code.as_str()).collect();
    let mut event = AuditEvent::new(AuditAction::AccessDenied, actor).outcome(Outcome::Denied);
    if let Some(object) = object {
        event = event.object(object);
    }
    tx.record(event.payload(actor.subject_id, json!({ "reason": codes.join(", ") })));
    match tx.commit().await {
        Ok(()) => refusal,
        Err(error) => error,
    }
}
