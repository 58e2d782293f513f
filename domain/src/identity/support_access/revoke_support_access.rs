//! A grant is taken back, by the person or by who may give such grants. Whoever acts by it is out at once.

use uuid::Uuid;
use xorb_entities::ids::SupportGrantId;

use super::end_over::end_over;
use super::platform_trail::tell_platform;
use crate::audit::{AuditAction, AuditEvent};
use crate::identity::queries::impersonations::list_sessions_of_grant;
use crate::identity::queries::sessions::revoke_session;
use crate::identity::queries::support_grants::{SupportGrant, find_grant, lock_grant, set_revoked};
use crate::identity::{Actor, Permission};
use crate::{AppError, Core};

/// Takes the grant back. One that was taken back already is fine.
///
/// # Errors
/// `Forbidden` for a grant in another name; `NotFound`; `User(SessionRequired)`; `Unavailable`.
#[tracing::instrument(skip_all)]
pub async fn revoke_support_access(
    core: &Core,
    actor: &Actor,
    grant_id: Uuid,
) -> Result<SupportGrant, AppError> {
    actor.session()?;
    let tx = core.db.read(&actor.scope).await?;
    let grant = find_grant(&tx, grant_id).await?;
    drop(tx);
    let object = SupportGrantId::from(grant_id);
    if actor.user_id != Some(grant.user_id) {
        let permission = Permission::SupportAccessManage;
        core.authorise(actor, permission, Some(&object.to_string()))
            .await?;
    }
    let tx = core.db.write(&actor.scope).await?;
    lock_grant(&tx, grant_id).await?;
    if set_revoked(&tx, grant_id).await? {
        let event = AuditEvent::new(AuditAction::SupportAccessRevoked, actor);
        tx.record(event.object(object));
        tell_platform(&tx, grant_id).await?;
        for session_id in list_sessions_of_grant(&tx, grant_id).await? {
            revoke_session(&tx, session_id, "support_access_revoked").await?;
        }
        end_over(&tx, actor).await?;
    }
    let grant = find_grant(&tx, grant_id).await?;
    tx.commit().await?;
    Ok(grant)
}
