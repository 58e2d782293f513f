//! Ends a key at once, its open streams and sockets included. A key may end itself: whoever finds one can make it harmless.

use uuid::Uuid;
use xorb_entities::ids::ApiKeyId;

use super::create_api_key::find_changeable;
use crate::audit::{AuditAction, AuditEvent};
use crate::identity::Actor;
use crate::identity::queries::api_keys::revoke_key;
use crate::{AppError, Core};

/// Revokes the key. One that is revoked already is fine.
///
/// # Errors
/// `Forbidden` for somebody else's; `NotFound`; `User(SessionRequired)` for another key; `Unavailable`.
#[tracing::instrument(skip_all)]
pub async fn revoke_api_key(core: &Core, actor: &Actor, id: Uuid) -> Result<(), AppError> {
    if actor.api_key.as_ref().is_none_or(|own| own.id != id) {
        actor.session()?;
    }
    let (key, _) = find_changeable(core, actor, id).await?;
    let tx = core.db.write(&actor.scope).await?;
    if revoke_key(&tx, &key).await? {
        tx.record(AuditEvent::new(AuditAction::ApiKeyRevoked, actor).object(ApiKeyId::from(id)));
    }
    tx.commit().await
}
