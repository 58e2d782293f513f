//! A session of an impersonation has been ended where sessions end: by logging out, or by the person or an administrator.

use uuid::Uuid;
use xorb_entities::ids::SupportGrantId;

use super::platform_trail::note_in_platform;
use crate::audit::{AuditAction, AuditEvent};
use crate::identity::Actor;
use crate::identity::queries::impersonations::{find_impersonation_of_session, set_ended};
use crate::{AppError, Core};

/// Whether these methods, as a session has them, say that an operator holds it in somebody's name.
pub(crate) fn is_impersonation(methods: &str) -> bool {
    methods == "imp"
}

/// Notes in both trails that the impersonation of this session is over. Called once the session is.
pub(crate) async fn note_end(core: &Core, actor: &Actor, session_id: Uuid) -> Result<(), AppError> {
    let tx = core.db.write(&actor.scope).await?;
    let Some(found) = find_impersonation_of_session(&tx, session_id).await? else {
        return Ok(());
    };
    if !set_ended(&tx, found.id).await? {
        return Ok(());
    }
    let action = AuditAction::ImpersonationEnded;
    tx.record(AuditEvent::new(action, actor).object(SupportGrantId::from(found.grant_id)));
    tx.commit().await?;
    note_in_platform(core, action, None, actor.scope.tenant_id(), found.grant_id).await
}
