//! Writes a token: header, claims, signature.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL;
use serde_json::json;

use super::Claims;
use crate::AppError;
use crate::crypto::SigningKey;

/// The compact form of the signed claims.
pub(super) fn sign(key: &SigningKey, claims: &Claims) -> Result<String, AppError> {
    let header = json!({ "alg": "EdDSA", "typ": "at+jwt", "kid": key.public().kid() });
    let claims = serde_json::to_vec(claims).map_err(AppError::internal)?;
    let mut token = BASE64URL.encode(header.to_string());
    token.push('.');
    BASE64URL.encode_string(claims, &mut token);
    let signature = key.sign(token.as_bytes());
    token.push('.');
    BASE64URL.encode_string(signature, &mut token);
    Ok(token)
}
