//! The one gate that every use case passes first.

use super::{Actor, ActorKind, Permission};
use crate::audit::{AuditAction, AuditEvent, Outcome};
use crate::{AppError, Core};

impl Core {
    /// Lets the actor pass if one of its roles holds `permission`. `object` is the typed id it is about.
    ///
    /// A denial is audited in a transaction of its own: call this before opening one.
    ///
    /// # Errors
    /// `SecondFactorDemanded`, `SingleSignOnDemanded`; `Unauthenticated` for nobody, `Forbidden` for somebody without the permission.
    pub async fn authorise(
        &self,
        actor: &Actor,
        permission: Permission,
        object: Option<&str>,
    ) -> Result<(), AppError> {
        if let Some(demand) = actor.demand {
            return Err(demand.refusal());
        }
        if actor.kind == ActorKind::System || actor.holds(permission) {
            return Ok(());
        }
        if actor.kind == ActorKind::Anonymous {
            return Err(AppError::Unauthenticated);
        }
        let needed = if actor.is_outside && permission.is_administration() {
            "administration, from a network that your company allows for it"
        } else {
            permission.as_str()
        };
        let tx = self.db.write(&actor.scope).await?;
        let mut event = AuditEvent::new(AuditAction::AccessDenied, actor)
            .outcome(Outcome::Denied)
            .payload(
                actor.subject_id,
                serde_json::json!({ "reason": format!("needs {needed}") }),
            );
        if let Some(object) = object {
            event = event.object(object);
        }
        tx.record(event);
        tx.commit().await?;
        Err(AppError::Forbidden(needed))
    }
}
