//! Reads a token: everything that RFC 8725 warns of is refused before a claim is believed. The half of it that holds for
//! every signed text is in `crypto::jws`.

use thiserror::Error;

use super::Claims;
use crate::crypto::{JwsError, PublicKey, open_jws};

/// RFC 9068.
pub(super) const TYPE: &str = "at+jwt";
/// Ours have about 700 bytes.
const MAX_BYTES: usize = 4096;
/// How far the clocks of our own machines may be apart.
const LEEWAY_SECONDS: i64 = 10;
/// Longest life that we give.
pub(super) const LIFETIME_SECONDS: i64 = 300;

/// Why a token is not believed. For logs and tests; clients learn only that it is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub(super) enum TokenError {
    #[error(transparent)]
    Jws(#[from] JwsError),
    #[error("its claims are not ours")]
    Claims,
    #[error("it is for another issuer or audience")]
    Recipient,
    #[error("it has expired or is not valid yet")]
    Time,
}

impl TokenError {
    pub(super) const UNKNOWN_KEY: Self = Self::Jws(JwsError::UnknownKey);
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
        return Err(JwsError::Malformed.into());
    }
    let claims = open_jws(token, TYPE, find_key)?;
    let claims: Claims = serde_json::from_slice(&claims).map_err(|_| TokenError::Claims)?;
    check_claims(&claims, expected)?;
    Ok(claims)
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

#[cfg(test)]
mod tests;
