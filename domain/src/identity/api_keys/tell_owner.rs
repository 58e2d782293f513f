//! Whoever has a new key is told by mail; of a service account's, whoever made it.

use xorb_entities::ids::ApiKeyId;

use crate::AppError;
use crate::db::TenantTx;
use crate::identity::Actor;
use crate::identity::mails::{Letter, NewMail, enqueue_mail};
use crate::identity::queries::api_keys::ApiKey;
use crate::identity::queries::{User, find_user};
use crate::tenants::queries::find_tenant;

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
    let tenant = find_tenant(tx).await?;
    let letter = Letter::ApiKeyCreated {
        tenant_name: tenant.name,
        key: ApiKeyId::from(key.id).to_string(),
        expires_at: key.expires_at,
    };
    let mail = NewMail {
        subject_id: recipient.subject_id,
        recipient: &recipient.email,
        language: tenant.language,
        letter: letter.write(tenant.language),
    };
    enqueue_mail(tx, mail).await?;
    Ok(())
}
