//! Sets what the tenant demands of those who log in: a second factor, the identity provider, and how long a session may
//! be idle.
//!
//! Whoever demands a second factor has one already, and single sign-on is demanded only once it works and two owners can do
//! without it: nobody locks out themselves.

use sea_orm::ActiveEnum;
use serde_json::json;
use xorb_entities::identity::{SecondFactorPolicy, SingleSignOnPolicy};

use super::queries::AccessPolicy;
use super::queries::access_policies::{find_access_policy, save_access_policy};
use super::second_factors::find_factors;
use super::{Actor, Permission, break_glass, require_step_up};
use crate::audit::{AuditAction, AuditEvent};
use crate::{AppError, Core, UserErrorCode};

const IDLE_MINUTES: std::ops::RangeInclusive<i32> = 5..=60;

/// What is to be changed; `None` leaves it.
#[derive(Clone, Copy, Debug)]
pub struct UpdateAccessPolicy {
    pub second_factor: Option<SecondFactorPolicy>,
    pub single_sign_on: Option<SingleSignOnPolicy>,
    pub session_idle_minutes: Option<i32>,
    pub expected_version: Option<i32>,
}

/// Changes the policy. It holds from the next request on, for sessions that are open too.
///
/// # Errors
/// `Forbidden`; `Conflict`; `User`: `StepUpRequired`, `InvalidInput`, `InvalidState` for somebody without a second factor
/// of their own, and for single sign-on without a provider that has just been tested or without two owners with passkeys;
/// `Unavailable`.
#[tracing::instrument(skip_all)]
pub async fn update_access_policy(
    core: &Core,
    actor: &Actor,
    input: UpdateAccessPolicy,
) -> Result<AccessPolicy, AppError> {
    core.authorise(actor, Permission::AccessPolicyManage, None)
        .await?;
    let user_id = actor.user_id.ok_or(AppError::Unauthenticated)?;
    if input
        .session_idle_minutes
        .is_some_and(|minutes| !IDLE_MINUTES.contains(&minutes))
    {
        let message = "give 5 to 60 minutes";
        let refusal = UserErrorCode::InvalidInput;
        return Err(AppError::user(refusal, "sessionIdleMinutes", message));
    }
    let tx = core.db.write(&actor.scope).await?;
    require_step_up(&tx, actor).await?;
    let known = find_access_policy(&tx).await?;
    let policy = AccessPolicy {
        second_factor: input.second_factor.unwrap_or(known.second_factor),
        single_sign_on: input.single_sign_on.unwrap_or(known.single_sign_on),
        session_idle_minutes: input.session_idle_minutes.or(known.session_idle_minutes),
        version: input.expected_version.unwrap_or(known.version),
    };
    let is_demanded = policy.second_factor != SecondFactorPolicy::Off;
    if is_demanded && !find_factors(&tx, user_id).await?.is_enrolled() {
        let message =
            "enrol a second factor of your own first, with enrollTotp or startPasskeyEnrollment";
        let refusal = UserErrorCode::InvalidState;
        return Err(AppError::user(refusal, "secondFactor", message));
    }
    if policy.single_sign_on != known.single_sign_on
        && policy.single_sign_on == SingleSignOnPolicy::Required
    {
        break_glass::check_may_require(&core.settings, &tx).await?;
    }
    if policy.version != known.version {
        let message = "the policy has changed meanwhile; load it and try again";
        return Err(AppError::Conflict(message.into()));
    }
    save_access_policy(&tx, policy).await?;
    let payload = json!({
        "second_factor": policy.second_factor.to_value(),
        "single_sign_on": policy.single_sign_on.to_value(),
        "session_idle_minutes": policy.session_idle_minutes,
    });
    let event = AuditEvent::new(AuditAction::AccessPolicyUpdated, actor);
    tx.record(event.payload(None, payload));
    let saved = find_access_policy(&tx).await?;
    tx.commit().await?;
    Ok(saved)
}
