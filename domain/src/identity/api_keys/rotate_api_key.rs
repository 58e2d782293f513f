//! Replaces a key by a new one with the same name, scopes and networks. The old one works on for a while, so that programs
//! can be changed over one after the other; when each was last used says when nobody needs it any more.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;
use uuid::Uuid;
use xorb_entities::ids::ApiKeyId;

use super::create_api_key::{NewApiKey, find_changeable, issue, replay};
use super::key_rules::{Wanted, check_count, check_end};
use super::tell_owner::tell_owner;
use crate::audit::{AuditAction, AuditEvent};
use crate::idempotency::{KeyClaim, claim_key};
use crate::identity::queries::api_keys::{ApiKey, find_key, shorten_key};
use crate::identity::{Actor, require_step_up};
use crate::{AppError, Core, UserErrorCode};

const DEFAULT_OVERLAP_HOURS: i32 = 24;
const MAX_OVERLAP_HOURS: i32 = 7 * 24;

/// Which key, and how long both work.
#[derive(Clone, Debug)]
pub struct RotateApiKey {
    pub api_key_id: Uuid,
    /// 24 if not said; 0 ends the old key at once.
    pub overlap_hours: Option<i32>,
    /// 90 days from now if not said; a year at most.
    pub expires_at: Option<DateTime<Utc>>,
    pub idempotency_key: Option<String>,
}

/// Makes the new key.
///
/// # Errors
/// `Forbidden`; `NotFound`; `User`: `InvalidInput`, `InvalidState`, `StepUpRequired`, `SessionRequired`;
/// `IdempotencyConflict`; `Unavailable`.
#[tracing::instrument(skip_all)]
pub async fn rotate_api_key(
    core: &Core,
    actor: &Actor,
    input: RotateApiKey,
) -> Result<NewApiKey, AppError> {
    actor.session()?;
    let (_, owner) = find_changeable(core, actor, input.api_key_id).await?;
    let overlap = overlap(input.overlap_hours)?;
    let tx = core.db.write(&actor.scope).await?;
    let id = tx.new_id();
    let content = json!({
        "apiKeyId": input.api_key_id, "overlapHours": input.overlap_hours, "expiresAt": input.expires_at,
    });
    let key = input.idempotency_key.as_deref();
    if let KeyClaim::Replay(id) = claim_key(&tx, actor, "rotate_api_key", key, &content, id).await?
    {
        return replay(&tx, id).await;
    }
    require_step_up(&tx, actor).await?;
    let old = find_key(&tx, input.api_key_id).await?;
    check_is_live(&old, tx.now())?;
    check_scopes(actor, &old)?;
    check_count(&tx, &owner).await?;
    if actor.user_id != Some(owner.id) && !owner.is_service_account() {
        let message = "a person's key is rotated by that person; you can revoke it";
        return Err(AppError::user(
            UserErrorCode::InvalidState,
            "apiKeyId",
            message,
        ));
    }
    let wanted = Wanted {
        name: old.name.clone(),
        scopes: old.scopes.clone(),
        networks: old.networks.clone(),
    };
    let expires_at = check_end(tx.now(), input.expires_at)?;
    let new = issue(&tx, id, &owner, wanted, expires_at).await?;
    shorten_key(&tx, &old, tx.now() + overlap).await?;
    tx.record(
        AuditEvent::new(AuditAction::ApiKeyRotated, actor)
            .object(ApiKeyId::from(old.id))
            .payload(
                None,
                json!({ "replacedBy": ApiKeyId::from(id).to_string() }),
            ),
    );
    tell_owner(&tx, actor, &owner, &new.key).await?;
    tx.commit().await?;
    Ok(new)
}

fn overlap(hours: Option<i32>) -> Result<TimeDelta, AppError> {
    let hours = hours.unwrap_or(DEFAULT_OVERLAP_HOURS);
    if (0..=MAX_OVERLAP_HOURS).contains(&hours) {
        return Ok(TimeDelta::hours(hours.into()));
    }
    let message = "both keys work for 0 to 168 hours";
    Err(AppError::user(
        UserErrorCode::InvalidInput,
        "overlapHours",
        message,
    ))
}

fn check_is_live(key: &ApiKey, now: DateTime<Utc>) -> Result<(), AppError> {
    if key.revoked_at.is_none() && now < key.expires_at {
        return Ok(());
    }
    let message = "this key has ended; make a new one";
    Err(AppError::user(
        UserErrorCode::InvalidState,
        "apiKeyId",
        message,
    ))
}

/// Whoever rotates a key gets to see it: it does nothing that they may not do.
fn check_scopes(actor: &Actor, key: &ApiKey) -> Result<(), AppError> {
    if key.scopes.iter().all(|scope| actor.holds(*scope)) {
        return Ok(());
    }
    let message = "this key does what you may not do yourself; you can revoke it";
    Err(AppError::user(
        UserErrorCode::InvalidInput,
        "apiKeyId",
        message,
    ))
}
