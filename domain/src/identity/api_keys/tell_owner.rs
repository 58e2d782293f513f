//! Whoever has a new key is told by mail; of a service account's, whoever made it.

use xorb_entities::ids::ApiKeyId;

use crate::AppError;
use crate::db::TenantTx;
use crate::identity::Actor;
use crate::identity::mails::{Letter, tell_user};
use crate::identity::queries::api_keys::ApiKey;
use crate::identity::queries::{User, find_user};

pub(super) async fn tell_owner(
    tx: &TenantTx,
    actor: &Actor,
    owner: &User,
    key: &ApiKey,
) -> Result<(), AppError> {
    let recipient = match actor.user_id {
        Some(maker) if owner.is_service_account() => find_user(tx, maker).await?,
        _ => owner.clone(),
    };
    let letter = |tenant_name| Letter::ApiKeyCreated {
        tenant_name,
        key: ApiKeyId::from(key.id).to_string(),
        expires_at: key.expires_at,
    };
    tell_user(tx, &recipient, letter).await
}
