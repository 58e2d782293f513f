//! A tenant permits the platform's operators to act in the name of one of its people, for some hours.

use chrono::TimeDelta;
use serde_json::json;
use uuid::Uuid;
use xorb_entities::ids::{SupportGrantId, UserId};

use super::platform_trail::tell_platform;
use super::reason::Reason;
use super::tell::tell;
use crate::audit::{AuditAction, AuditEvent};
use crate::idempotency::{KeyClaim, claim_key};
use crate::identity::mails::SupportAccessNews;
use crate::identity::queries::support_grants::{
    NewSupportGrant, SupportGrant, find_grant, insert_grant,
};
use crate::identity::queries::{User, find_user};
use crate::identity::{Actor, InputErrors, Permission, Role, require_step_up};
use crate::{AppError, Core, UserErrorCode};

const MOST_HOURS: i32 = 72;

/// What is permitted.
#[derive(Clone, Debug)]
pub struct GrantSupportAccess {
    /// In whose name.
    pub user_id: Uuid,
    pub reason: String,
    /// For how long: 1 to 72.
    pub hours: i32,
    pub idempotency_key: Option<String>,
}

/// Makes the grant. For oneself it is a consent as well; anybody else is asked by mail.
///
/// # Errors
/// `Forbidden`; `NotFound`; `User`: `InvalidInput`, `InvalidState` for who is not active, `OwnerOnly` for an owner other than
/// oneself, `StepUpRequired`, `SessionRequired`; `IdempotencyConflict`; `Unavailable`.
#[tracing::instrument(skip_all)]
pub async fn grant_support_access(
    core: &Core,
    actor: &Actor,
    input: GrantSupportAccess,
) -> Result<SupportGrant, AppError> {
    let object = UserId::from(input.user_id).to_string();
    core.authorise(actor, Permission::SupportAccessManage, Some(&object))
        .await?;
    actor.session()?;
    let reason = check(&input)?;
    let tx = core.db.write(&actor.scope).await?;
    let id = tx.new_id();
    let content = json!({ "userId": input.user_id, "reason": input.reason, "hours": input.hours });
    let key = input.idempotency_key.as_deref();
    let claim = claim_key(&tx, actor, "grant_support_access", key, &content, id).await?;
    if let KeyClaim::Replay(id) = claim {
        return find_grant(&tx, id).await;
    }
    let person = find_user(&tx, input.user_id).await?;
    require_step_up(&tx, actor).await?;
    check_person(actor, &person)?;
    let is_own = actor.user_id == Some(person.id);
    let expires_at = tx.now() + TimeDelta::hours(i64::from(input.hours));
    let grant = NewSupportGrant {
        id,
        user_id: person.id,
        subject_id: person.subject_id,
        reason: reason.as_str(),
        expires_at,
        consented_at: is_own.then(|| tx.now()),
    };
    insert_grant(&tx, grant).await?;
    let event = AuditEvent::new(AuditAction::SupportAccessGranted, actor);
    let event = event.object(SupportGrantId::from(id));
    tx.record(event.payload(
        Some(person.subject_id),
        json!({ "reason": reason.as_str() }),
    ));
    let news = SupportAccessNews::Granted {
        until: expires_at,
        needs_consent: !is_own,
    };
    tell(&tx, &person, news).await?;
    let grant = find_grant(&tx, id).await?;
    tell_platform(&tx, id).await?;
    tx.commit().await?;
    Ok(grant)
}

fn check(input: &GrantSupportAccess) -> Result<Reason, AppError> {
    let mut errors = InputErrors::default();
    let reason = errors.parse::<Reason>("reason", &input.reason);
    if !(1..=MOST_HOURS).contains(&input.hours) {
        let message = "a grant lasts 1 to 72 hours";
        errors.add(UserErrorCode::InvalidInput, "hours", message);
    }
    match reason {
        Some(reason) if errors.is_empty() => Ok(reason),
        _ => Err(errors.into_error()),
    }
}

/// An owner may do everything, so only that owner can lend it.
fn check_person(actor: &Actor, person: &User) -> Result<(), AppError> {
    if !person.is_active() || person.is_service_account() {
        let message = "operators can act in the name of an active person only";
        return Err(AppError::user(
            UserErrorCode::InvalidState,
            "userId",
            message,
        ));
    }
    if person.roles.contains(&Role::Owner) && actor.user_id != Some(person.id) {
        let message = "only the owner can let somebody act in an owner's name";
        return Err(AppError::user(UserErrorCode::OwnerOnly, "userId", message));
    }
    Ok(())
}
