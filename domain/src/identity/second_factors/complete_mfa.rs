//! Completes a log-in with the second factor. Five tries per challenge, and a throttle of its own per account: who gets
//! here knows the password already.

use xorb_entities::identity::{SessionDelivery, UserStatus};
use xorb_entities::tenants::TenantStatus;

use super::second_factor::Asked;
use super::{MfaMethod, SecondFactor};
use crate::audit::{AuditAction, AuditEvent, Outcome};
use crate::db::TenantTx;
use crate::identity::devices::attempted_from;
use crate::identity::mails::{Letter, tell_user};
use crate::identity::opaque_token::{OpaqueToken, TokenKind};
use crate::identity::passkeys::CeremonyKey;
use crate::identity::queries::failed_log_ins::count_failed_log_ins;
use crate::identity::queries::mfa_challenges::{
    MfaChallengeRow, add_attempt, find_mfa_challenge, lock_mfa_challenge, set_completed,
};
use crate::identity::queries::{User, find_user};
use crate::identity::sessions::{AuthMethod, Means, OpenedSession, Person, grant, open_session};
use crate::identity::throttle::{AttemptedAccount, count_failure, is_at_ceiling};
use crate::identity::{Actor, RequestInfo, SessionGrant, pre_authentication};
use crate::rate_limits::Attempt;
use crate::secret::Secret;
use crate::tenants::TenantScope;
use crate::tenants::queries::find_tenant;
use crate::{AppError, Core, UserErrorCode};

const TRIES: i32 = 5;

/// The challenge and its answer.
#[derive(Clone, Debug)]
pub struct CompleteMfa {
    pub challenge_token: Secret<String>,
    pub factor: SecondFactor,
    /// Another than `logIn` asked for.
    pub delivery: Option<SessionDelivery>,
}

/// Opens the session that the log-in was for.
///
/// # Errors
/// `User`: `InvalidToken` for a challenge that is over, `InvalidCredentials` for a wrong factor; `RateLimited`;
/// `Unavailable`.
#[tracing::instrument(skip_all)]
pub async fn complete_mfa(
    core: &Core,
    request: &RequestInfo,
    input: CompleteMfa,
) -> Result<SessionGrant, AppError> {
    core.log_in_throttle.admit(request.address, None)?;
    let token = OpaqueToken::parse(input.challenge_token.expose()).ok_or_else(over)?;
    let scope = pre_authentication::scope_of_token(&token);
    let hash = token.hash(TokenKind::MfaChallenge);
    let (user, slug) = find(core, &scope, hash.clone()).await?;
    let account = AttemptedAccount::second_factor(user.id);
    core.log_in_throttle.admit(request.address, Some(account))?;
    let attempt = Attempt {
        account: Some(account.as_bytes()),
        address: request.address,
        tenant: None,
    };
    let attempt = core.rate_limits.admit_attempt(attempt).await?;
    let email = &user.email_normalized;
    let is_stranger = !attempted_from(core, request, &slug, email)
        .await?
        .is_known_device;

    let tx = core.db.write(&scope).await?;
    let challenge = lock_mfa_challenge(&tx, hash).await?.ok_or_else(over)?;
    let user = find_user(&tx, challenge.user_id).await?;
    check_open(&tx, &challenge, &user).await?;
    if is_stranger && input.factor.method() == MfaMethod::Totp {
        check_ceiling(&tx, &user).await?;
    }
    let asked = Asked {
        settings: &core.settings,
        tx: &tx,
        user: &user,
        ceremony: CeremonyKey::second_factor(&token),
    };
    if let Err(reason) = input.factor.spend(asked).await? {
        core.log_in_throttle.failed(request.address, account);
        note_failure(&tx, &user, input.factor.payload(Some(reason)), request);
        add_attempt(&tx, challenge.id).await?;
        if is_stranger {
            count_failure(&tx, user.id).await?;
        }
        if challenge.attempts + 1 == TRIES {
            let letter = |tenant_name| Letter::SecondFactorGuessed { tenant_name };
            tell_user(&tx, &user, letter).await?;
        }
        tx.commit().await?;
        return Err(input.factor.wrong());
    }
    set_completed(&tx, challenge.id).await?;
    let delivery = input.delivery.unwrap_or(challenge.delivery);
    let by_password = AttemptedAccount::new(&slug, &user.email_normalized);
    let session = open(core, &tx, user, &input.factor, delivery, request).await?;
    tx.commit().await?;
    for account in [account, by_password] {
        core.log_in_throttle.succeeded(request.address, account);
    }
    core.rate_limits.attempt_succeeded(&attempt);
    grant(core, session).await
}

/// Looks before it locks: nonsense must not keep SQLite's one writer busy.
async fn find(core: &Core, scope: &TenantScope, hash: Vec<u8>) -> Result<(User, String), AppError> {
    let tx = core.db.read(scope).await?;
    let challenge = find_mfa_challenge(&tx, hash).await?.ok_or_else(over)?;
    let user = find_user(&tx, challenge.user_id).await?;
    Ok((user, find_tenant(&tx).await?.slug))
}

/// It was not answered, is not over, and nothing has happened to the account since the password was right.
async fn check_open(
    tx: &TenantTx,
    challenge: &MfaChallengeRow,
    user: &User,
) -> Result<(), AppError> {
    let is_open = !challenge.is_completed
        && challenge.attempts < TRIES
        && tx.now() < challenge.expires_at
        && user.status == UserStatus::Active
        && user.authz_epoch == challenge.authz_epoch
        && find_tenant(tx).await?.status == TenantStatus::Active;
    is_open.then_some(()).ok_or_else(over)
}

/// Six digits can be guessed: a device that is not known does so up to the ceiling, and no further.
async fn check_ceiling(tx: &TenantTx, user: &User) -> Result<(), AppError> {
    let failed = count_failed_log_ins(tx, user.id).await?;
    (!is_at_ceiling(failed)).then_some(()).ok_or_else(over)
}

fn note_failure(tx: &TenantTx, user: &User, payload: serde_json::Value, request: &RequestInfo) {
    let actor = Actor::anonymous(*tx.scope(), request.clone());
    let mut event = AuditEvent::new(AuditAction::SessionLoggedIn, &actor)
        .outcome(Outcome::Failure)
        .payload(Some(user.subject_id), payload);
    if let Some(pid) = user.pid {
        event = event.object(pid);
    }
    tx.record(event);
}

async fn open(
    core: &Core,
    tx: &TenantTx,
    user: User,
    factor: &SecondFactor,
    delivery: SessionDelivery,
    request: &RequestInfo,
) -> Result<OpenedSession, AppError> {
    let subject_id = user.subject_id;
    let means = Means {
        delivery,
        methods: &[AuthMethod::Password, factor.method().into()],
        request,
    };
    let session = open_session(tx, &core.settings.auth, Person::from(user), means).await?;
    let event = AuditEvent::new(AuditAction::SessionLoggedIn, &session.actor);
    tx.record(event.payload(Some(subject_id), factor.payload(None)));
    Ok(session)
}

fn over() -> AppError {
    let message =
        "this log-in is unknown, was completed, had too many tries or has expired; log in again";
    AppError::user(UserErrorCode::InvalidToken, "challengeToken", message)
}
