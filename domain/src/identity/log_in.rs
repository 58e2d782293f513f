//! Log-in by password. Same path, same time, same text whether tenant, account and password exist or not: the same
//! queries, one Argon2, one audit event. Whether there is a second factor, nobody learns without the right password.

use serde_json::json;
use xorb_entities::identity::{SessionDelivery, UserStatus};

use super::devices::attempted_from;
use super::passwords::{Password, Verdict};
use super::queries::{Credentials, find_credentials, set_password_hash};
use super::second_factors::{MfaChallenge, find_factors, open_challenge};
use super::sessions::{AuthMethod, Means, OpenedSession, Person, grant, open_session};
use super::throttle::{count_failure, is_at_ceiling};
use super::{Actor, EmailAddress, RequestInfo, SessionGrant, pre_authentication};
use crate::audit::{AuditAction, AuditEvent, Outcome};
use crate::rate_limits::Attempt;
use crate::secret::Secret;
use crate::tenants::TenantScope;
use crate::{AppError, Core, UserErrorCode};

/// Who says they are whom.
#[derive(Clone, Debug)]
pub struct LogIn {
    pub tenant_slug: String,
    pub email: String,
    pub password: Secret<String>,
    pub delivery: SessionDelivery,
}

/// What a right password gives.
#[derive(Clone, Debug)]
pub enum LoggedIn {
    /// A session.
    Session(Box<SessionGrant>),
    /// The question for the second factor: `complete_mfa` gives the session.
    Challenge(MfaChallenge),
}

enum Opened {
    Session(Box<OpenedSession>),
    Challenge(MfaChallenge),
}

/// Opens a session for whoever knows the password, or asks for the second factor where there is one.
///
/// # Errors
/// `User(InvalidCredentials)`, whatever is wrong; `RateLimited`; `Unavailable`.
#[tracing::instrument(skip_all)]
pub async fn log_in(
    core: &Core,
    request: &RequestInfo,
    input: LogIn,
) -> Result<LoggedIn, AppError> {
    let email = input.email.parse::<EmailAddress>();
    let normalized = email.as_ref().map_or("", EmailAddress::normalized);
    let attempted = attempted_from(core, request, &input.tenant_slug, normalized).await?;
    let account = attempted.account;
    core.log_in_throttle.admit(request.address, Some(account))?;
    let is_stranger = !attempted.is_known_device;
    let attempt = Attempt {
        account: Some(account.as_bytes()),
        address: request.address,
        tenant: is_stranger.then_some(&input.tenant_slug),
    };
    let attempt = core.rate_limits.admit_attempt(attempt).await?;
    // Too long to be a password of ours: nothing is worked out, for nobody.
    let password = Password::parse(input.password.expose()).ok_or_else(invalid_credentials)?;
    let found = find(core, &input.tenant_slug, normalized).await?;
    let stored = found
        .credentials
        .as_ref()
        .and_then(|found| found.password_hash.clone());
    let verdict = core.passwords.verify(password.clone(), stored).await?;
    // Whatever else may be right, a stranger at the ceiling learns nothing about the password.
    let may_guess = |found: &Credentials| !is_stranger || !is_at_ceiling(found.failed_log_ins);
    let is_right = |found: &Credentials| {
        verdict != Verdict::Wrong && found.user.status == UserStatus::Active && may_guess(found)
    };
    match found.credentials {
        Some(credentials) if is_right(&credentials) => {
            match open(core, &found.scope, &credentials, &input, verdict, request).await? {
                // No log-in yet: until the second factor is there, the attempt counts.
                Opened::Challenge(challenge) => Ok(LoggedIn::Challenge(challenge)),
                Opened::Session(session) => {
                    core.log_in_throttle.succeeded(request.address, account);
                    core.rate_limits.attempt_succeeded(&attempt);
                    Ok(LoggedIn::Session(Box::new(grant(core, *session).await?)))
                }
            }
        }
        credentials => {
            core.log_in_throttle.failed(request.address, account);
            let failed = Failed {
                scope: &found.scope,
                credentials: credentials.as_ref(),
                is_stranger,
            };
            record_failure(core, request, failed).await?;
            Err(invalid_credentials())
        }
    }
}

struct Found {
    scope: TenantScope,
    credentials: Option<Credentials>,
}

/// Without such a tenant the platform's own is asked, for the same path; whoever is found there is not let in here.
async fn find(core: &Core, slug: &str, email_normalized: &str) -> Result<Found, AppError> {
    let tenant = pre_authentication::find_tenant_to_log_in(core, slug).await?;
    let scope = tenant
        .as_ref()
        .map_or_else(|| core.platform(), |(scope, _)| *scope);
    let tx = core.db.read(&scope).await?;
    let credentials = find_credentials(&tx, email_normalized).await?;
    Ok(Found {
        scope,
        credentials: credentials.filter(|_| tenant.is_some()),
    })
}

async fn open(
    core: &Core,
    scope: &TenantScope,
    credentials: &Credentials,
    input: &LogIn,
    verdict: Verdict,
    request: &RequestInfo,
) -> Result<Opened, AppError> {
    let known = credentials.password_hash.as_deref().unwrap_or_default();
    let renewed = match (verdict, Password::parse(input.password.expose())) {
        (Verdict::RightButOutdated, Some(password)) => {
            Some(core.passwords.hash_again(password).await?)
        }
        _ => None,
    };
    let tx = core.db.write(scope).await?;
    // Account and password may have changed while the password was verified.
    let current = find_credentials(&tx, &credentials.user.email_normalized).await?;
    let is_unchanged = |now: &Credentials| {
        now.user.status == UserStatus::Active && now.password_hash.as_deref() == Some(known)
    };
    let user = current
        .filter(is_unchanged)
        .ok_or_else(invalid_credentials)?
        .user;
    if let Some(new) = renewed {
        set_password_hash(&tx, user.id, known, &new).await?;
    }
    let factors = find_factors(&tx, user.id).await?;
    let opened = if factors.is_enrolled() {
        let actor = Actor::anonymous(*scope, request.clone());
        let mut event = AuditEvent::new(AuditAction::SessionChallenged, &actor);
        if let Some(pid) = user.pid {
            event = event.object(pid);
        }
        tx.record(event);
        Opened::Challenge(
            open_challenge(&core.settings, &tx, &user, factors, input.delivery).await?,
        )
    } else {
        let means = Means {
            delivery: input.delivery,
            methods: &[AuthMethod::Password],
            request,
        };
        let session = open_session(&tx, &core.settings.auth, Person::from(user), means).await?;
        let event = AuditEvent::new(AuditAction::SessionLoggedIn, &session.actor);
        tx.record(event);
        Opened::Session(Box::new(session))
    };
    tx.commit().await?;
    Ok(opened)
}

struct Failed<'f> {
    scope: &'f TenantScope,
    credentials: Option<&'f Credentials>,
    is_stranger: bool,
}

async fn record_failure(
    core: &Core,
    request: &RequestInfo,
    failed: Failed<'_>,
) -> Result<(), AppError> {
    let Failed {
        scope,
        credentials,
        is_stranger,
    } = failed;
    let tx = core.db.write(scope).await?;
    if is_stranger {
        let user_id = credentials.map(|credentials| credentials.user.id);
        count_failure(&tx, user_id.unwrap_or_default()).await?;
    }
    let actor = Actor::anonymous(*scope, request.clone());
    let mut event = AuditEvent::new(AuditAction::SessionLoggedIn, &actor)
        .outcome(Outcome::Failure)
        .payload(None, json!({ "method": "password" }));
    if let Some(pid) = credentials.and_then(|credentials| credentials.user.pid) {
        event = event.object(pid);
    }
    tx.record(event);
    tx.commit().await
}

fn invalid_credentials() -> AppError {
    let message = "tenant, address or password is wrong; after too many wrong ones, a new device needs a passkey, an identity \
                   provider or a new password";
    AppError::user(UserErrorCode::InvalidCredentials, "", message)
}
