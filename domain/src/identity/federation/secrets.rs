//! The small secrets of a log-in: how they are made, and how they are stored.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL;
use chrono::{DateTime, Utc};
use ring::digest::{SHA256, digest};
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;

use crate::crypto::{FieldHasher, Place};
use crate::rng::{Rng, random_bytes};
use crate::secret::Secret;

/// Where the secrets of a state are sealed.
pub(super) const STATE_SECRET: Place = Place {
    table: "federation_states",
    column: "sealed_secret",
};

/// What a log-in on its way keeps for its return.
#[derive(Serialize, Deserialize)]
pub(super) struct OnTheWay {
    pub(super) verifier: String,
    pub(super) invitation: Option<String>,
}

/// What a code stands for.
#[derive(Serialize, Deserialize)]
pub(super) struct Redeemable {
    pub(super) sub: String,
    pub(super) sid: Option<String>,
    pub(super) id_token: Option<String>,
    pub(super) proven_at: Option<DateTime<Utc>>,
}

/// 256 random bits as text: a nonce, a PKCE verifier, the mark of a browser.
#[must_use]
pub fn random_text(rng: &dyn Rng) -> Secret<String> {
    Secret::new(BASE64URL.encode(random_bytes::<32>(rng)))
}

pub(super) fn nonce_hash(nonce: &str) -> Vec<u8> {
    hash("federation_nonce", nonce)
}

pub(super) fn browser_hash(browser: &str) -> Vec<u8> {
    hash("federation_browser", browser)
}

pub(super) fn is_same(stored: &[u8], shown: &[u8]) -> bool {
    stored.ct_eq(shown).into()
}

fn hash(domain: &'static str, text: &str) -> Vec<u8> {
    let mut hasher = FieldHasher::new(domain);
    hasher.field(text.as_bytes());
    hasher.finish().to_vec()
}

/// Whether a verifier is the one of an S256 challenge (RFC 7636).
pub(super) fn answers_challenge(verifier: &str, challenge: &str) -> bool {
    let expected = BASE64URL.encode(digest(&SHA256, verifier.as_bytes()));
    is_same(expected.as_bytes(), challenge.as_bytes())
}

/// Whether a text can be an S256 challenge.
pub(super) fn is_challenge(text: &str) -> bool {
    text.len() == 43 && BASE64URL.decode(text).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_of_the_specification_is_answered() {
        let challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
        assert!(is_challenge(challenge));
        let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        assert!(answers_challenge(verifier, challenge));
        assert!(!answers_challenge(challenge, challenge));
        assert!(!is_challenge("") && !is_challenge(&"=".repeat(43)));
    }
}
