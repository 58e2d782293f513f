//! Ends another session: one's own, or, with the permission to manage users, anybody's in the tenant.

use uuid::Uuid;
use xorb_entities::ids::SessionId;

use super::queries::refresh_tokens::revoke_family;
use super::queries::sessions;
use super::support_access::end_over;
use super::{Actor, Permission};
use crate::audit::{AuditAction, AuditEvent};
use crate::{AppError, Core};

/// Ends the session. One that has ended already is fine.
///
/// # Errors
/// `NotFound`; `Forbidden` for somebody else's session; `Unavailable`.
#[tracing::instrument(skip_all)]
pub async fn revoke_session(core: &Core, actor: &Actor, session_id: Uuid) -> Result<(), AppError> {
    actor.session()?;
    let user_id = actor.user_id.ok_or(AppError::Unauthenticated)?;
    let public_id = SessionId::from(session_id);
    let tx = core.db.read(&actor.scope).await?;
    let session = sessions::find_session(&tx, session_id).await?;
    drop(tx);
    let session = session.ok_or(AppError::NotFound("session"))?;
    let owner = session.user_id;
    if owner != user_id {
        core.authorise(actor, Permission::UsersManage, Some(&public_id.to_string()))
            .await?;
    }
    let tx = core.db.write(&actor.scope).await?;
    if sessions::revoke_session(&tx, session_id, "revoked").await? {
        revoke_family(&tx, session_id).await?;
        tx.record(AuditEvent::new(AuditAction::SessionRevoked, actor).object(public_id));
        end_over(&tx, actor).await?;
    }
    tx.commit().await
}
