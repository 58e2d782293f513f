//! Reads a token: everything that RFC 8725 warns of is refused before a claim is believed.
//!
//! One algorithm, one type; the key is found by `kid` among our own, never by what the token brings (`jku`, `x5u`, `jwk`
//! are not even parsed); critical extensions are refused, because we know none.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL;
use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};
use thiserror::Error;

use super::Claims;
use crate::crypto::PublicKey;

/// Ours have about 700 bytes.
const MAX_BYTES: usize = 4096;
/// How far the clocks of our own machines may be apart.
const LEEWAY_SECONDS: i64 = 10;
/// Longest life that we give.
pub(super) const LIFETIME_SECONDS: i64 = 300;

/// Why a token is not believed. For logs and tests; clients learn only that it is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub(super) enum TokenError {
    #[error("it is no token of ours")]
    Malformed,
    #[error("it is signed with another algorithm")]
    Algorithm,
    #[error("it is of another type")]
    Type,
    #[error("it demands an extension")]
    Critical,
    #[error("its key is unknown")]
    UnknownKey,
    #[error("its signature is wrong")]
    Signature,
    #[error("it is for another issuer or audience")]
    Recipient,
    #[error("it has expired or is not valid yet")]
    Time,
}

#[derive(Deserialize)]
struct Header {
    alg: String,
    typ: Option<String>,
    kid: Option<String>,
    crit: Option<IgnoredAny>,
}

/// Whom a token must be from and for.
pub(super) struct Expected<'a> {
    pub(super) issuer: &'a str,
    pub(super) audience: &'a str,
    pub(super) now: i64,
}

/// The claims of a valid token. `find_key` knows our public keys by `kid`.
pub(super) fn verify(
    token: &str,
    expected: &Expected<'_>,
    find_key: impl FnOnce(&str) -> Option<PublicKey>,
) -> Result<Claims, TokenError> {
    if token.len() > MAX_BYTES {
        return Err(TokenError::Malformed);
    }
    let (signed, signature) = token.rsplit_once('.').ok_or(TokenError::Malformed)?;
    let (header, claims) = signed.split_once('.').ok_or(TokenError::Malformed)?;
    let kid = check_header(&parse(header)?)?;
    let key = find_key(&kid).ok_or(TokenError::UnknownKey)?;
    let signature = BASE64URL
        .decode(signature)
        .map_err(|_| TokenError::Malformed)?;
    if !key.verify(signed.as_bytes(), &signature) {
        return Err(TokenError::Signature);
    }
    let claims: Claims = parse(claims)?;
    check_claims(&claims, expected)?;
    Ok(claims)
}

fn check_header(header: &Header) -> Result<String, TokenError> {
    if header.alg != "EdDSA" {
        return Err(TokenError::Algorithm);
    }
    if header.typ.as_deref() != Some("at+jwt") {
        return Err(TokenError::Type);
    }
    if header.crit.is_some() {
        return Err(TokenError::Critical);
    }
    header.kid.clone().ok_or(TokenError::UnknownKey)
}

fn check_claims(claims: &Claims, expected: &Expected<'_>) -> Result<(), TokenError> {
    if claims.iss != expected.issuer || claims.aud != expected.audience {
        return Err(TokenError::Recipient);
    }
    let is_begun = claims.iat <= expected.now.saturating_add(LEEWAY_SECONDS);
    let is_expired = expected.now >= claims.exp.saturating_add(LEEWAY_SECONDS);
    let is_short = (0..=LIFETIME_SECONDS).contains(&claims.exp.saturating_sub(claims.iat));
    if is_begun && !is_expired && is_short {
        Ok(())
    } else {
        Err(TokenError::Time)
    }
}

fn parse<T: DeserializeOwned>(part: &str) -> Result<T, TokenError> {
    let bytes = BASE64URL.decode(part).map_err(|_| TokenError::Malformed)?;
    serde_json::from_slice(&bytes).map_err(|_| TokenError::Malformed)
}

#[cfg(test)]
mod tests;
