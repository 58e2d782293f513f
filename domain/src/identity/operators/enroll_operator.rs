//! An operator makes a passkey by the link of the command line. The link is void with the first right answer; a wrong answer
//! leaves it.

use serde_json::json;
use uuid::Uuid;

use crate::audit::{AuditAction, AuditEvent, Outcome};
use crate::db::TenantTx;
use crate::identity::opaque_token::OpaqueToken;
use crate::identity::passkeys::{
    CeremonyKey, PasskeyName, check_registration, find_state, keep_passkey, registration_options,
    take_ceremony,
};
use crate::identity::queries::{User, find_user};
use crate::identity::second_factors::{Change, tell};
use crate::identity::{Actor, ActorKind, Realm, RequestInfo};
use crate::rate_limits::Attempt;
use crate::secret::Secret;
use crate::{AppError, Core, UserErrorCode};

/// What the passkey is called; its owner can make others with names of their own.
const NAME: &str = "first passkey";

/// The options for `navigator.credentials.create`, as JSON. The link stays good.
///
/// # Errors
/// `User`: `InvalidToken` for a link that is void, `NotAvailable` without an address for passkeys; `RateLimited`;
/// `Unavailable`.
#[tracing::instrument(skip_all)]
pub async fn start_operator_enrollment(
    core: &Core,
    request: &RequestInfo,
    token: &Secret<String>,
) -> Result<String, AppError> {
    let token = admit(core, request, token).await?;
    let tx = core.db.write(&core.platform()).await?;
    let link = CeremonyKey::operator_link(&token);
    let user = find_holder(&tx, find_state(&tx, &link).await?).await?;
    let key = CeremonyKey::operator_enrollment(&token);
    let options = registration_options(&core.settings, &tx, &key, &user).await?;
    tx.commit().await?;
    Ok(options)
}

/// Keeps the passkey if the browser's answer fits. From then on it lets the operator in.
///
/// # Errors
/// `User`: `InvalidToken` as above, `InvalidCredentials` for an answer that does not fit; `RateLimited`; `Unavailable`.
#[tracing::instrument(skip_all)]
pub async fn finish_operator_enrollment(
    core: &Core,
    request: &RequestInfo,
    token: &Secret<String>,
    response: &Secret<String>,
) -> Result<(), AppError> {
    let token = admit(core, request, token).await?;
    let tx = core.db.write(&core.platform()).await?;
    let key = CeremonyKey::operator_enrollment(&token);
    let checked = check_registration(&core.settings, &tx, &key, response.expose()).await?;
    let credential = match checked.ok_or_else(void)? {
        Ok(credential) => credential,
        Err(reason) => {
            let actor = Actor::anonymous(core.platform(), request.clone());
            let event = AuditEvent::new(AuditAction::PasskeyEnrolled, &actor);
            let event = event.outcome(Outcome::Failure);
            tx.record(event.payload(None, json!({ "reason": reason })));
            tx.commit().await?;
            let message = "the browser's answer does not fit; open the link again";
            return Err(AppError::user(
                UserErrorCode::InvalidCredentials,
                "response",
                message,
            ));
        }
    };
    let link = CeremonyKey::operator_link(&token);
    let user = find_holder(&tx, take_ceremony(&tx, &link).await?).await?;
    let name = NAME.parse::<PasskeyName>().map_err(AppError::internal)?;
    keep_passkey(&tx, &user, &name, &credential).await?;
    let actor = Actor {
        kind: ActorKind::Operator,
        user_id: Some(user.id),
        subject_id: Some(user.subject_id),
        pid: user.pid,
        ..Actor::anonymous(core.platform(), request.clone())
    };
    tx.record(AuditEvent::new(AuditAction::PasskeyEnrolled, &actor));
    tell(&tx, &user, Change::PasskeyEnrolled).await?;
    tx.commit().await
}

async fn admit(
    core: &Core,
    request: &RequestInfo,
    token: &Secret<String>,
) -> Result<OpaqueToken, AppError> {
    core.log_in_throttle.admit(request.address, None)?;
    let attempt = Attempt::of_address(request.address);
    core.rate_limits.admit_attempt(attempt).await?;
    let token = OpaqueToken::parse(token.expose()).ok_or_else(void)?;
    let is_ours = token.tenant_id() == core.platform().tenant_id();
    let is_right = is_ours && request.realm == Realm::Operators;
    is_right.then_some(token).ok_or_else(void)
}

/// Whose link it is.
async fn find_holder(tx: &TenantTx, user_id: Option<Uuid>) -> Result<User, AppError> {
    let user = find_user(tx, user_id.ok_or_else(void)?).await?;
    if user.is_active() {
        Ok(user)
    } else {
        Err(void())
    }
}

fn void() -> AppError {
    let message =
        "this link is not valid any more; ask for another one with `xorb operator reenroll`";
    AppError::user(UserErrorCode::InvalidToken, "token", message)
}
