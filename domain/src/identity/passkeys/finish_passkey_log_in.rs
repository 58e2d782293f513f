//! Ends a log-in by passkey alone. A passkey is two factors, and it can't be guessed: no throttle of the account stands in
//! its way, so that nobody can be locked out by whoever tries passwords.

use serde_json::json;
use webauthn_rs::prelude::{DiscoverableAuthentication, PublicKeyCredential};
use xorb_entities::identity::{SessionDelivery, SingleSignOnPolicy, UserStatus};
use xorb_entities::tenants::TenantStatus;

use super::assertion::{Reason, check, parse};
use super::ceremony::{CeremonyKey, take_ceremony};
use crate::audit::{AuditAction, AuditEvent, Outcome};
use crate::db::TenantTx;
use crate::identity::opaque_token::OpaqueToken;
use crate::identity::queries::access_policies::find_access_policy;
use crate::identity::queries::passkeys::lock_passkey;
use crate::identity::queries::{User, find_user};
use crate::identity::sessions::{AuthMethod, Means, Person, grant, open_session};
use crate::identity::{
    Actor, Realm, RequestInfo, Role, SessionGrant, break_glass, pre_authentication,
};
use crate::rate_limits::Attempt;
use crate::secret::Secret;
use crate::tenants::queries::find_tenant;
use crate::{AppError, Core, UserErrorCode};

/// The log-in and the browser's answer.
#[derive(Clone, Debug)]
pub struct FinishPasskeyLogIn {
    pub token: Secret<String>,
    pub response: Secret<String>,
    pub delivery: SessionDelivery,
}

/// Opens a session for whoever holds the passkey. A challenge is answered once, rightly or not.
///
/// # Errors
/// `User(InvalidCredentials)`, whatever is wrong; `RateLimited`; `Unavailable`.
#[tracing::instrument(skip_all)]
pub async fn finish_passkey_log_in(
    core: &Core,
    request: &RequestInfo,
    input: FinishPasskeyLogIn,
) -> Result<SessionGrant, AppError> {
    core.log_in_throttle.admit(request.address, None)?;
    let attempt = Attempt::of_address(request.address);
    core.rate_limits.admit_attempt(attempt).await?;
    let token = OpaqueToken::parse(input.token.expose()).ok_or_else(refused)?;
    let scope = pre_authentication::scope_of_token(&token);
    let tx = core.db.write(&scope).await?;
    let key = CeremonyKey::log_in(&token, request.realm);
    // Without a challenge there may be no such tenant either: nothing is written down.
    let Some(state) = take_ceremony::<DiscoverableAuthentication>(&tx, &key).await? else {
        return Err(refused());
    };
    let user = match find_holder(core, &tx, state, request.realm, input.response.expose()).await? {
        Ok(user) => user,
        Err(reason) => {
            note_failure(&tx, request, reason);
            tx.commit().await?;
            return Err(refused());
        }
    };
    let subject_id = user.subject_id;
    let policy = find_access_policy(&tx).await?.single_sign_on;
    let breaks_glass = policy == SingleSignOnPolicy::Required && user.roles.contains(&Role::Owner);
    let means = Means {
        delivery: input.delivery,
        methods: &[AuthMethod::Passkey],
        request,
    };
    let session = open_session(&tx, &core.settings.auth, Person::from(user), means).await?;
    let event = AuditEvent::new(AuditAction::SessionLoggedIn, &session.actor);
    let told = json!({ "method": "passkey", "breakGlass": breaks_glass });
    tx.record(event.payload(Some(subject_id), told));
    if breaks_glass {
        break_glass::tell_owners(&tx, request).await?;
    }
    tx.commit().await?;
    grant(core, session).await
}

/// Whose passkey it is, if all of it is right.
async fn find_holder(
    core: &Core,
    tx: &TenantTx,
    state: DiscoverableAuthentication,
    realm: Realm,
    answer: &str,
) -> Result<Result<User, Reason>, AppError> {
    if Realm::of(tx.scope()) != realm {
        return Ok(Err("no_tenant"));
    }
    let Some(answer) = parse(answer) else {
        return Ok(Err("malformed"));
    };
    let Some(stored) = lock_passkey(tx, answer.get_credential_id()).await? else {
        return Ok(Err("unknown_passkey"));
    };
    if !is_handle_of(&answer, stored.user_id.as_bytes()) {
        return Ok(Err("other_user"));
    }
    let user = find_user(tx, stored.user_id).await?;
    let expected = match realm {
        Realm::Tenants => TenantStatus::Active,
        Realm::Operators => TenantStatus::Platform,
    };
    if user.status != UserStatus::Active || find_tenant(tx).await?.status != expected {
        return Ok(Err("not_active"));
    }
    let checked = check(&core.settings, tx, state, &stored, &answer).await?;
    Ok(checked.map(|()| user))
}

/// The passkey itself must say whose it is: nobody has been named before.
fn is_handle_of(answer: &PublicKeyCredential, user_id: &[u8]) -> bool {
    answer
        .get_user_unique_id()
        .is_some_and(|handle| handle == user_id)
}

fn note_failure(tx: &TenantTx, request: &RequestInfo, reason: Reason) {
    let actor = Actor::anonymous(*tx.scope(), request.clone());
    let event = AuditEvent::new(AuditAction::SessionLoggedIn, &actor)
        .outcome(Outcome::Failure)
        .payload(None, json!({ "method": "passkey", "reason": reason }));
    tx.record(event);
}

fn refused() -> AppError {
    let message = "this passkey is not known here, or its answer does not fit; try again";
    AppError::user(UserErrorCode::InvalidCredentials, "", message)
}
