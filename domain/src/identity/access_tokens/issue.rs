//! Writes a token: header, claims, signature.

use super::Claims;
use super::verify::TYPE;
use crate::AppError;
use crate::crypto::{SigningKey, sign_jws};

/// The compact form of the signed claims.
pub(super) fn sign(key: &SigningKey, claims: &Claims) -> Result<String, AppError> {
    let claims = serde_json::to_vec(claims).map_err(AppError::internal)?;
    Ok(sign_jws(key, TYPE, &claims))
}
