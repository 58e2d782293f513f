//! One proof beside the password, as somebody gave it. Each is used up by being right.

use serde_json::json;

use super::MfaMethod;
use super::recovery_code::RecoveryCode;
use super::tell::{Change, tell};
use super::totp_secret::TotpSecret;
use crate::crypto::open_for_subject;
use crate::db::TenantTx;
use crate::identity::queries::User;
use crate::identity::queries::recovery_codes::spend_recovery_code;
use crate::identity::queries::totp_factors::{PLACE, find_totp_factor, spend_step};
use crate::secret::Secret;
use crate::{AppError, UserErrorCode};

/// A proof that may be right.
#[derive(Clone, Debug)]
pub enum SecondFactor {
    /// The code of the authenticator app.
    Totp(Secret<String>),
    /// One of the recovery codes.
    RecoveryCode(Secret<String>),
}

impl SecondFactor {
    pub(super) const fn method(&self) -> MfaMethod {
        match self {
            Self::Totp(_) => MfaMethod::Totp,
            Self::RecoveryCode(_) => MfaMethod::RecoveryCode,
        }
    }

    /// The field it came in.
    pub(super) const fn path(&self) -> &'static str {
        match self {
            Self::Totp(_) => "totpCode",
            Self::RecoveryCode(_) => "recoveryCode",
        }
    }

    /// Whether it is right. Then it is used up, in this transaction.
    pub(super) async fn spend(&self, tx: &TenantTx, user: &User) -> Result<bool, AppError> {
        match self {
            Self::Totp(code) => spend_totp(tx, user, code.expose()).await,
            Self::RecoveryCode(code) => spend_code(tx, user, code.expose()).await,
        }
    }

    /// What the trail says about it.
    pub(super) fn payload(&self) -> serde_json::Value {
        json!({ "method": self.method().as_str() })
    }

    /// It was not right. Which part of it, nobody is told.
    pub(super) fn wrong(&self) -> AppError {
        let message = "this code or passkey is not right, or was used already; take the next one";
        AppError::user(UserErrorCode::InvalidCredentials, self.path(), message)
    }
}

async fn spend_totp(tx: &TenantTx, user: &User, code: &str) -> Result<bool, AppError> {
    let Some(factor) = find_totp_factor(tx, user.id).await? else {
        return Ok(false);
    };
    if factor.confirmed_at.is_none() {
        return Ok(false);
    }
    let sealed = &factor.sealed_secret;
    let opened = open_for_subject(tx, user.subject_id, PLACE, factor.id, sealed).await?;
    let Some(secret) = opened.map(Secret::new) else {
        return Ok(false);
    };
    let Some(secret) = TotpSecret::from_bytes(secret.expose()) else {
        return Ok(false);
    };
    match secret.step_of(code, tx.now())? {
        Some(step) => spend_step(tx, factor.id, step).await,
        None => Ok(false),
    }
}

async fn spend_code(tx: &TenantTx, user: &User, code: &str) -> Result<bool, AppError> {
    let Some(code) = RecoveryCode::parse(code) else {
        return Ok(false);
    };
    let hash = code.hash(tx.tenant_id(), user.id);
    let is_right = spend_recovery_code(tx, user.id, hash).await?;
    if is_right {
        tell(tx, user, Change::RecoveryCodeUsed).await?;
    }
    Ok(is_right)
}
