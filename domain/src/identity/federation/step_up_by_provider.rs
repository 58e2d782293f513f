//! Somebody proves once more who they are, by their provider: a fresh log-in there, of the same person, in the same browser.

use super::browser_session::session_of_ticket;
use super::complete::Return;
use super::queries;
use super::{Connection, FederationError, FederationRefusal};
use crate::Core;
use crate::audit::{AuditAction, AuditEvent};
use crate::identity::opaque_token::{OpaqueToken, TokenKind};
use crate::identity::queries::step_ups::set_step_up;
use crate::identity::{Actor, ActorKind, RequestInfo};
use crate::secret::Secret;

/// Notes the proof in the session and returns its new cookie.
pub(super) async fn step_up_by_provider(
    core: &Core,
    request: &RequestInfo,
    connection: &Connection,
    returned: &Return<'_>,
) -> Result<Secret<String>, FederationError> {
    let tx = core.db.write(&connection.scope).await?;
    let session = session_of_ticket(&tx, returned.log_in, returned.session_cookie).await?;
    if Some(session.id) != returned.log_in.session_id {
        return Err(FederationRefusal::SessionOfOther.into());
    }
    let known = queries::find_identity(&tx, connection.id, &returned.person.sub).await?;
    if known.is_none_or(|known| known.user_id != session.user_id) {
        return Err(FederationRefusal::OtherPerson.into());
    }
    let cookie = OpaqueToken::generate(tx.tenant_id(), tx.services().rng.as_ref());
    let hash = cookie.hash(TokenKind::SessionCookie);
    let proven_at = returned.person.proven_at.unwrap_or_default();
    set_step_up(&tx, session.id, proven_at, hash)
        .await?
        .ok_or(FederationRefusal::SessionOfOther)?;
    let actor = Actor {
        kind: ActorKind::User,
        user_id: Some(session.user_id),
        subject_id: Some(session.subject_id),
        pid: session.pid,
        session_id: Some(session.id),
        ..Actor::anonymous(connection.scope, request.clone())
    };
    let event = AuditEvent::new(AuditAction::SessionSteppedUp, &actor);
    tx.record(event.object(connection.public_id()));
    tx.commit().await?;
    Ok(cookie.text())
}
