//! Makes a key. Its text is in the answer, once, and nowhere else.

use std::fmt;

use chrono::{DateTime, Utc};
use serde_json::json;
use uuid::Uuid;
use xorb_entities::ids::ApiKeyId;

use super::key_rules::{Wanted, check, check_count, check_end, check_owner_holds, find_owner};
use super::key_text::{KeyText, prefix};
use super::tell_owner::tell_owner;
use crate::audit::{AuditAction, AuditEvent};
use crate::db::TenantTx;
use crate::idempotency::{KeyClaim, claim_key};
use crate::identity::queries::api_keys::{ApiKey, find_key, insert_key};
use crate::identity::queries::{User, find_user};
use crate::identity::{Actor, Permission, require_step_up};
use crate::secret::Secret;
use crate::{AppError, Core};

/// What the key is to be.
#[derive(Clone, Debug)]
pub struct CreateApiKey {
    pub name: String,
    /// Permissions, as `Viewer.permissions` names them.
    pub scopes: Vec<String>,
    /// Where it works from; empty: anywhere.
    pub networks: Vec<String>,
    /// 90 days from now if not said; a year at most.
    pub expires_at: Option<DateTime<Utc>>,
    /// The service account that it is for; otherwise it is one's own.
    pub service_account_id: Option<Uuid>,
    pub idempotency_key: Option<String>,
}

/// A key with its text. A repeated call shows no text.
pub struct NewApiKey {
    pub key: ApiKey,
    pub secret: Option<Secret<String>>,
}

impl fmt::Debug for NewApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NewApiKey(********)")
    }
}

impl ApiKey {
    /// How its text begins.
    #[must_use]
    pub fn prefix(&self) -> String {
        prefix(self.id)
    }
}

/// Makes a key of one's own, or of a service account.
///
/// # Errors
/// `Forbidden` for a service account's; `NotFound`; `User`: `InvalidInput`, `InvalidState`, `LimitReached`, `StepUpRequired`,
/// `SessionRequired`; `IdempotencyConflict`; `Unavailable`.
#[tracing::instrument(skip_all)]
pub async fn create_api_key(
    core: &Core,
    actor: &Actor,
    input: CreateApiKey,
) -> Result<NewApiKey, AppError> {
    actor.session()?;
    if input.service_account_id.is_some() {
        core.authorise(actor, Permission::ApiKeysManage, None)
            .await?;
    }
    let wanted = check(actor, &input.name, &input.scopes, &input.networks)?;
    let tx = core.db.write(&actor.scope).await?;
    let id = tx.new_id();
    let content = json!({
        "name": wanted.name, "scopes": input.scopes, "networks": input.networks,
        "expiresAt": input.expires_at, "serviceAccountId": input.service_account_id,
    });
    let key = input.idempotency_key.as_deref();
    if let KeyClaim::Replay(id) = claim_key(&tx, actor, "create_api_key", key, &content, id).await?
    {
        return replay(&tx, id).await;
    }
    require_step_up(&tx, actor).await?;
    let expires_at = check_end(tx.now(), input.expires_at)?;
    let owner = find_owner(&tx, actor, input.service_account_id).await?;
    check_owner_holds(&tx, &owner, &wanted.scopes).await?;
    check_count(&tx, &owner).await?;
    let new = issue(&tx, id, &owner, wanted, expires_at).await?;
    let names: Vec<&str> = new.key.scopes.iter().map(|scope| scope.as_str()).collect();
    tx.record(
        AuditEvent::new(AuditAction::ApiKeyCreated, actor)
            .object(ApiKeyId::from(id))
            .payload(actor.subject_id, json!({ "scopes": names })),
    );
    tell_owner(&tx, actor, &owner, &new.key).await?;
    tx.commit().await?;
    Ok(new)
}

/// The key as it is now, without its text.
pub(super) async fn replay(tx: &TenantTx, id: Uuid) -> Result<NewApiKey, AppError> {
    let key = find_key(tx, id).await?;
    Ok(NewApiKey { key, secret: None })
}

/// Writes a key with a new secret.
pub(super) async fn issue(
    tx: &TenantTx,
    id: Uuid,
    owner: &User,
    wanted: Wanted,
    expires_at: DateTime<Utc>,
) -> Result<NewApiKey, AppError> {
    let text = KeyText::generate(id, tx.tenant_id(), tx.services().rng.as_ref());
    let key = ApiKey {
        id,
        user_id: owner.id,
        subject_id: owner.subject_id,
        name: wanted.name,
        scopes: wanted.scopes,
        networks: wanted.networks,
        created_at: tx.now(),
        expires_at,
        last_used_at: None,
        revoked_at: None,
    };
    insert_key(tx, &key, text.hash()).await?;
    Ok(NewApiKey {
        key,
        secret: Some(text.text()),
    })
}

/// Whose key it is, if the actor may change it: one's own, or with `api_keys:manage` anybody's.
pub(super) async fn find_changeable(
    core: &Core,
    actor: &Actor,
    id: Uuid,
) -> Result<(ApiKey, User), AppError> {
    let tx = core.db.read(&actor.scope).await?;
    let key = find_key(&tx, id).await?;
    let owner = find_user(&tx, key.user_id).await?;
    drop(tx);
    if actor.user_id != Some(key.user_id) {
        let object = ApiKeyId::from(id).to_string();
        core.authorise(actor, Permission::ApiKeysManage, Some(&object))
            .await?;
    }
    Ok((key, owner))
}
