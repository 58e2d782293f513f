//! A changed password ends sessions and leaves API keys, which programs depend on. Whoever changes it says whether they go too,
//! and the mail about the change names those that are concerned.

use uuid::Uuid;
use xorb_entities::ids::ApiKeyId;

use crate::AppError;
use crate::audit::{AuditAction, AuditEvent};
use crate::db::TenantTx;
use crate::identity::Actor;
use crate::identity::mails::KeysInLetter;
use crate::identity::queries::api_keys::{list_working_keys, revoke_keys_of_user};

/// Revokes the person's own keys if that is wanted. What the mail says about them.
pub(in crate::identity) async fn keys_beside_password(
    tx: &TenantTx,
    actor: &Actor,
    user_id: Uuid,
    revoke: bool,
) -> Result<KeysInLetter, AppError> {
    let keys = list_working_keys(tx, user_id).await?;
    let ids: Vec<ApiKeyId> = keys.into_iter().map(|key| key.id.into()).collect();
    if revoke && !ids.is_empty() {
        revoke_keys_of_user(tx, user_id).await?;
        for id in &ids {
            tx.record(AuditEvent::new(AuditAction::ApiKeyRevoked, actor).object(id));
        }
    }
    Ok(KeysInLetter {
        ids,
        are_revoked: revoke,
    })
}
