//! A program gets the session of a log-in that a browser has made: the code from the redirect, and the verifier that only
//! the program knows which began it.

use xorb_entities::identity::{FederationIntent, SessionDelivery, UserStatus};
use xorb_entities::tenants::TenantStatus;

use super::open_federated_session::{Origin, open_federated_session};
use super::queries;
use super::secrets::{Redeemable, STATE_SECRET, answers_challenge};
use crate::crypto::open_for_tenant;
use crate::identity::opaque_token::{OpaqueToken, TokenKind};
use crate::identity::queries::find_user;
use crate::identity::sessions::{SessionGrant, grant};
use crate::identity::{RequestInfo, pre_authentication};
use crate::rate_limits::Attempt;
use crate::secret::Secret;
use crate::tenants::queries::find_tenant;
use crate::{AppError, Core, UserErrorCode};

/// The code and its proof.
#[derive(Clone, Debug)]
pub struct RedeemLogInCode {
    pub code: Secret<String>,
    pub verifier: Secret<String>,
}

/// Opens the session. A code works once, right or wrong.
///
/// # Errors
/// `User(InvalidToken)`; `RateLimited`; `Unavailable`.
#[tracing::instrument(skip_all)]
pub async fn redeem_log_in_code(
    core: &Core,
    request: &RequestInfo,
    input: RedeemLogInCode,
) -> Result<SessionGrant, AppError> {
    core.log_in_throttle.admit(request.address, None)?;
    core.rate_limits
        .admit_attempt(Attempt::of_address(request.address))
        .await?;
    let shown = OpaqueToken::parse(input.code.expose()).ok_or_else(invalid_code)?;
    let scope = pre_authentication::scope_of_token(&shown);
    let tx = core.db.write(&scope).await?;
    let stored = queries::take_state(&tx, shown.hash(TokenKind::LogInCode)).await?;
    let now = tx.now();
    let is_right = |stored: &queries::StoredState| {
        let challenge = stored.challenge.as_deref().unwrap_or_default();
        now < stored.expires_at
            && stored.intent == FederationIntent::Redeem
            && answers_challenge(input.verifier.expose(), challenge)
    };
    let Some(stored) = stored else {
        return Err(invalid_code());
    };
    if !is_right(&stored) {
        // The code is gone all the same.
        tx.commit().await?;
        return Err(invalid_code());
    }
    let sealed = stored.sealed_secret.as_deref().unwrap_or_default();
    let kept = open_for_tenant(&tx, STATE_SECRET, stored.id, sealed).await?;
    let kept: Redeemable = serde_json::from_slice(&kept).map_err(AppError::internal)?;
    let user = find_user(&tx, stored.user_id.unwrap_or_default()).await?;
    let tenant = find_tenant(&tx).await?;
    if user.status != UserStatus::Active || tenant.status != TenantStatus::Active {
        return Err(invalid_code());
    }
    let id_token = kept.id_token.map(Secret::new);
    let origin = Origin {
        provider_id: stored.provider_id,
        sub: &kept.sub,
        sid: kept.sid.as_deref(),
        id_token: id_token.as_ref(),
        proven_at: kept.proven_at,
    };
    let delivery = SessionDelivery::Token;
    let session = open_federated_session(core, &tx, user, &origin, delivery, request).await?;
    tx.commit().await?;
    grant(core, session).await
}

fn invalid_code() -> AppError {
    let message = "this code is unknown, was used or has expired, or the verifier is not its own; log in again";
    AppError::user(UserErrorCode::InvalidToken, "code", message)
}
