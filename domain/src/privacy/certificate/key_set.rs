//! Public keys from `certificate-keys.json`, a JSON Web Key Set (RFC 7517).

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL;
use serde::Deserialize;

use crate::crypto::PublicKey;

/// Keys whose signatures are believed.
#[derive(Debug)]
pub struct KeySet(Vec<PublicKey>);

#[derive(Deserialize)]
struct Jwks {
    keys: Vec<Jwk>,
}

#[derive(Deserialize)]
struct Jwk {
    kty: String,
    crv: Option<String>,
    x: Option<String>,
}

impl KeySet {
    /// The Ed25519 keys of the set; others are passed over. `None` if it is no set or holds no such key. Names in the file
    /// count nothing: a key's name is its thumbprint.
    #[must_use]
    pub fn parse(jwks: &str) -> Option<Self> {
        let jwks: Jwks = serde_json::from_str(jwks).ok()?;
        let keys: Vec<_> = jwks.keys.iter().filter_map(Jwk::ed25519).collect();
        (!keys.is_empty()).then_some(Self(keys))
    }

    /// The key with this thumbprint.
    #[must_use]
    pub fn find(&self, kid: &str) -> Option<PublicKey> {
        self.0.iter().find(|key| key.kid() == kid).cloned()
    }
}

impl Jwk {
    fn ed25519(&self) -> Option<PublicKey> {
        let is_ed25519 = self.kty == "OKP" && self.crv.as_deref() == Some("Ed25519");
        let x = self.x.as_deref().filter(|_| is_ed25519)?;
        PublicKey::from_slice(&BASE64URL.decode(x).ok()?)
    }
}
