//! One proof beside the password, as somebody gave it. Each is used up by being right, a passkey's challenge also by being
//! wrong.

use serde_json::json;

use super::MfaMethod;
use super::recovery_code::RecoveryCode;
use super::tell::{Change, tell};
use super::totp_secret::TotpSecret;
use crate::crypto::open_for_subject;
use crate::db::TenantTx;
use crate::identity::passkeys::{CeremonyKey, Reason, check_assertion};
use crate::identity::queries::User;
use crate::identity::queries::recovery_codes::spend_recovery_code;
use crate::identity::queries::totp_factors::{PLACE, find_totp_factor, spend_step};
use crate::secret::Secret;
use crate::settings::Settings;
use crate::{AppError, UserErrorCode};

/// A proof that may be right.
#[derive(Clone, Debug)]
pub enum SecondFactor {
    /// The code of the authenticator app.
    Totp(Secret<String>),
    /// One of the recovery codes.
    RecoveryCode(Secret<String>),
    /// What `navigator.credentials.get` gave, as JSON.
    Passkey(Secret<String>),
}

/// Whose factor is asked for, and to which challenge a passkey answers.
pub(super) struct Asked<'a> {
    pub(super) settings: &'a Settings,
    pub(super) tx: &'a TenantTx,
    pub(super) user: &'a User,
    pub(super) ceremony: CeremonyKey,
}

impl SecondFactor {
    pub(super) const fn method(&self) -> MfaMethod {
        match self {
            Self::Totp(_) => MfaMethod::Totp,
            Self::RecoveryCode(_) => MfaMethod::RecoveryCode,
            Self::Passkey(_) => MfaMethod::Passkey,
        }
    }

    /// The field it came in.
    const fn path(&self) -> &'static str {
        match self {
            Self::Totp(_) => "totpCode",
            Self::RecoveryCode(_) => "recoveryCode",
            Self::Passkey(_) => "passkeyResponse",
        }
    }

    /// Whether it is right, or why not. Then it is used up, in this transaction.
    pub(super) async fn spend(&self, asked: Asked<'_>) -> Result<Result<(), Reason>, AppError> {
        let Asked {
            settings,
            tx,
            user,
            ceremony,
        } = asked;
        match self {
            Self::Totp(code) => spend_totp(tx, user, code.expose()).await,
            Self::RecoveryCode(code) => spend_code(tx, user, code.expose()).await,
            Self::Passkey(answer) => {
                check_assertion(settings, tx, &ceremony, user, answer.expose()).await
            }
        }
    }

    /// What the trail says about it.
    pub(super) fn payload(&self, reason: Option<Reason>) -> serde_json::Value {
        match reason {
            None => json!({ "method": self.method().as_str() }),
            Some(reason) => json!({ "method": self.method().as_str(), "reason": reason }),
        }
    }

    /// It was not right. Which part of it, nobody is told.
    pub(super) fn wrong(&self) -> AppError {
        let message = "this code or passkey is not right, or was used already; take the next one";
        AppError::user(UserErrorCode::InvalidCredentials, self.path(), message)
    }
}

async fn spend_totp(
    tx: &TenantTx,
    user: &User,
    code: &str,
) -> Result<Result<(), Reason>, AppError> {
    let factor = find_totp_factor(tx, user.id).await?;
    let Some(factor) = factor.filter(|factor| factor.confirmed_at.is_some()) else {
        return Ok(Err("not_enrolled"));
    };
    let sealed = &factor.sealed_secret;
    let opened = open_for_subject(tx, user.subject_id, PLACE, factor.id, sealed).await?;
    let opened = opened.map(Secret::new);
    let Some(secret) = opened.and_then(|bytes| TotpSecret::from_bytes(bytes.expose())) else {
        return Ok(Err("erased"));
    };
    let Some(step) = secret.step_of(code, tx.now())? else {
        return Ok(Err("wrong_code"));
    };
    let is_fresh = spend_step(tx, factor.id, step).await?;
    Ok(is_fresh.then_some(()).ok_or("used_code"))
}

async fn spend_code(
    tx: &TenantTx,
    user: &User,
    code: &str,
) -> Result<Result<(), Reason>, AppError> {
    let Some(code) = RecoveryCode::parse(code) else {
        return Ok(Err("malformed"));
    };
    let hash = code.hash(tx.tenant_id(), user.id);
    if !spend_recovery_code(tx, user.id, hash).await? {
        return Ok(Err("wrong_code"));
    }
    tell(tx, user, Change::RecoveryCodeUsed).await?;
    Ok(Ok(()))
}
