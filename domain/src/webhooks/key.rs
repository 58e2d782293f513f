//! A key of Standard Webhooks: `v1` is an HMAC with a shared secret, `v1a` an Ed25519 signature whose public key is all that
//! a receiver needs.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use ring::signature::{Ed25519KeyPair, KeyPair};
use xorb_entities::webhooks::WebhookSignatureScheme;

use crate::AppError;
use crate::crypto::hmac_sha256;
use crate::rng::{Rng, random_bytes};
use crate::secret::Secret;

/// Bytes of a secret, and of the seed of a key pair. The specification wants 24 to 64.
const LENGTH: usize = 32;

/// A key that signs messages.
pub struct WebhookKey {
    scheme: WebhookSignatureScheme,
    bytes: Secret<[u8; LENGTH]>,
}

impl WebhookKey {
    /// A new key.
    pub(super) fn generate(scheme: WebhookSignatureScheme, rng: &dyn Rng) -> Self {
        let bytes = Secret::new(random_bytes::<LENGTH>(rng));
        Self { scheme, bytes }
    }

    /// A key as it was sealed.
    pub(super) fn from_bytes(
        scheme: WebhookSignatureScheme,
        bytes: &[u8],
    ) -> Result<Self, AppError> {
        let bytes = bytes
            .try_into()
            .map_err(|_| AppError::internal("a webhook key has another length"))?;
        Ok(Self {
            scheme,
            bytes: Secret::new(bytes),
        })
    }

    pub(super) const fn scheme(&self) -> WebhookSignatureScheme {
        self.scheme
    }

    /// What is sealed.
    pub(super) const fn bytes(&self) -> &[u8; LENGTH] {
        self.bytes.expose()
    }

    /// The secret that a receiver verifies with: `whsec_…`; none where a public key does it.
    pub(super) fn shared_secret(&self) -> Option<Secret<String>> {
        let is_shared = self.scheme == WebhookSignatureScheme::HmacSha256;
        is_shared.then(|| Secret::new(format!("whsec_{}", BASE64.encode(self.bytes()))))
    }

    /// The public half, if there is one.
    pub(super) fn public_key(&self) -> Result<Option<Vec<u8>>, AppError> {
        if self.scheme == WebhookSignatureScheme::HmacSha256 {
            return Ok(None);
        }
        Ok(Some(self.pair()?.public_key().as_ref().to_vec()))
    }

    /// The signature of a message, as it stands in `webhook-signature`.
    pub(super) fn sign(&self, message: &[u8]) -> Result<String, AppError> {
        Ok(match self.scheme {
            WebhookSignatureScheme::HmacSha256 => {
                format!("v1,{}", BASE64.encode(hmac_sha256(self.bytes(), message)))
            }
            WebhookSignatureScheme::Ed25519 => {
                format!("v1a,{}", BASE64.encode(self.pair()?.sign(message)))
            }
        })
    }

    fn pair(&self) -> Result<Ed25519KeyPair, AppError> {
        Ed25519KeyPair::from_seed_unchecked(self.bytes())
            .map_err(|_| AppError::internal("a webhook key can't be used"))
    }
}

impl fmt::Debug for WebhookKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "WebhookKey({:?})", self.scheme)
    }
}

/// A public key as it is published: `whpk_…`.
pub(super) fn published(public_key: &[u8]) -> String {
    format!("whpk_{}", BASE64.encode(public_key))
}

#[cfg(test)]
mod tests {
    use ring::signature::{ED25519, UnparsedPublicKey};

    use super::*;
    use crate::rng::SeededRng;

    /// The example of the specification's own libraries.
    #[test]
    fn an_hmac_is_that_of_the_standard_webhooks_example() {
        let bytes = BASE64.decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
        let message = br#"msg_p5jXN8AQM9LWM0D4loKWxJek.1614265330.{"test": 2432232314}"#;
        let signature = BASE64.encode(hmac_sha256(&bytes, message));
        assert_eq!(signature, "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    #[test]
    fn a_signature_of_a_key_pair_verifies_with_its_public_half() {
        let key = WebhookKey::generate(WebhookSignatureScheme::Ed25519, &SeededRng::new(1));
        let signature = key.sign(b"message").unwrap();
        let signature = BASE64
            .decode(signature.strip_prefix("v1a,").unwrap())
            .unwrap();
        let public = UnparsedPublicKey::new(&ED25519, key.public_key().unwrap().unwrap());
        assert!(public.verify(b"message", &signature).is_ok());
        assert!(public.verify(b"massage", &signature).is_err());
        assert!(key.shared_secret().is_none());
    }

    #[test]
    fn a_shared_secret_is_written_with_its_prefix_and_shown_by_nothing_else() {
        let key = WebhookKey::generate(WebhookSignatureScheme::HmacSha256, &SeededRng::new(1));
        let secret = key.shared_secret().unwrap();
        let bytes = BASE64
            .decode(secret.expose().strip_prefix("whsec_").unwrap())
            .unwrap();
        assert_eq!(bytes, key.bytes());
        assert_eq!(format!("{key:?}"), "WebhookKey(HmacSha256)");
        assert_eq!(key.public_key().unwrap(), None);
    }
}
