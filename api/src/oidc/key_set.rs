//! The keys of a provider: only those that may sign an ID token are kept. A flood of keys is no key set.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL;
use openidconnect::JsonWebKey;
use openidconnect::core::{CoreJsonWebKey, CoreJwsSigningAlgorithm};
use serde_json::Value;
use xorb_domain::Core;
use xorb_domain::identity::federation::FederationRefusal;

use super::algorithm::Algorithm;
use super::provider_client::fetch_json;

/// Providers publish two or three, at a rotation some more.
const MAX_KEYS: usize = 100;

/// Keys that may sign, each with its name.
#[derive(Debug, Default)]
pub(super) struct KeySet(Vec<(Option<String>, Algorithms, CoreJsonWebKey)>);

/// What one key can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Algorithms {
    kind: KeyKind,
    only: Option<Algorithm>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum KeyKind {
    Rsa,
    P256,
    Ed25519,
}

impl KeySet {
    /// Fetches a key set.
    pub(super) async fn fetch(core: &Core, url: &str) -> Result<Self, FederationRefusal> {
        let bytes = fetch_json(core, url, None).await.map_err(|error| {
            if error.is_blocked() {
                FederationRefusal::EndpointNotAllowed
            } else {
                FederationRefusal::KeySetUnreachable
            }
        })?;
        Self::read(&bytes)
    }

    /// Reads a key set. Keys that are not fit are left out; a set that gives away private keys is none.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, FederationRefusal> {
        let malformed = FederationRefusal::KeySetMalformed;
        let document: Value = serde_json::from_slice(bytes).map_err(|_| malformed)?;
        let keys = document.get("keys").and_then(Value::as_array);
        let keys = keys
            .filter(|keys| keys.len() <= MAX_KEYS)
            .ok_or(malformed)?;
        let is_private = |key: &Value| {
            key.get("kty").and_then(Value::as_str) != Some("oct") && key.get("d").is_some()
        };
        if keys.iter().any(is_private) {
            return Err(malformed);
        }
        Ok(Self(keys.iter().filter_map(read_key).collect()))
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The one key of this name that can verify with this algorithm. Without a name, the only one that can.
    pub(super) fn find(
        &self,
        kid: Option<&str>,
        algorithm: Algorithm,
    ) -> Result<&CoreJsonWebKey, FederationRefusal> {
        let mut fitting = self.0.iter().filter(|(name, can, _)| {
            can.verifies(algorithm) && (kid.is_none() || name.as_deref() == kid)
        });
        match (fitting.next(), fitting.next()) {
            (Some((_, _, key)), None) => Ok(key),
            (None, _) => Err(FederationRefusal::KeyUnknown),
            (Some(_), Some(_)) => Err(FederationRefusal::KeyAmbiguous),
        }
    }
}

impl Algorithms {
    fn verifies(self, algorithm: Algorithm) -> bool {
        let kind = match algorithm {
            Algorithm::Rs256 | Algorithm::Ps256 => KeyKind::Rsa,
            Algorithm::Es256 => KeyKind::P256,
            Algorithm::EdDsa => KeyKind::Ed25519,
        };
        self.kind == kind && self.only.is_none_or(|only| only == algorithm)
    }
}

fn read_key(key: &Value) -> Option<(Option<String>, Algorithms, CoreJsonWebKey)> {
    let text = |name: &str| key.get(name).and_then(Value::as_str);
    let is_for_signatures = text("use").is_none_or(|usage| usage == "sig");
    let verifies = key.get("key_ops").is_none_or(|ops| {
        ops.as_array()
            .is_some_and(|ops| ops.contains(&"verify".into()))
    });
    if !is_for_signatures || !verifies {
        return None;
    }
    let only = match text("alg") {
        None => None,
        Some(name) => Some(Algorithm::of_name(name)?),
    };
    let kind = match (text("kty")?, text("crv")) {
        ("RSA", _) if is_sound_rsa(text("n")?, text("e")?) => KeyKind::Rsa,
        ("EC", Some("P-256")) => KeyKind::P256,
        ("OKP", Some("Ed25519")) => KeyKind::Ed25519,
        _ => return None,
    };
    let parsed: CoreJsonWebKey = serde_json::from_value(key.clone()).ok()?;
    let can = Algorithms { kind, only };
    Some((text("kid").map(str::to_owned), can, parsed))
}

/// 2048 to 4096 bits, and an odd exponent of at least 65537 that fits into 32 bits.
fn is_sound_rsa(modulus: &str, exponent: &str) -> bool {
    let bytes = |text: &str| {
        let bytes = BASE64URL.decode(text).ok()?;
        let start = bytes.iter().position(|byte| *byte != 0)?;
        bytes.get(start..).map(<[u8]>::to_vec)
    };
    let (Some(modulus), Some(exponent)) = (bytes(modulus), bytes(exponent)) else {
        return false;
    };
    let leading = modulus.first().map_or(8, |byte| byte.leading_zeros());
    let bits = (modulus.len() * 8).saturating_sub(leading as usize);
    let exponent = exponent.iter().fold(0_u64, |sum, byte| {
        sum.saturating_mul(256) + u64::from(*byte)
    });
    (2_048..=4_096).contains(&bits)
        && modulus.last().is_some_and(|byte| byte % 2 == 1)
        && (65_537..=u64::from(u32::MAX)).contains(&exponent)
        && exponent % 2 == 1
}

/// Whether a key made this signature.
pub(super) fn verifies(
    key: &CoreJsonWebKey,
    algorithm: Algorithm,
    message: &[u8],
    signature: &[u8],
) -> bool {
    let algorithm: CoreJwsSigningAlgorithm = algorithm.into();
    key.verify_signature(&algorithm, message, signature).is_ok()
}
