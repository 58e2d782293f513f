//! The signatures that count, whatever a provider's own documents allow: no `none`, nothing symmetric.

use openidconnect::core::CoreJwsSigningAlgorithm;
use ring::digest::{SHA256, SHA512, digest};

/// A signature that counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Algorithm {
    Rs256,
    Ps256,
    Es256,
    EdDsa,
}

impl Algorithm {
    pub(super) const ALL: [Self; 4] = [Self::Rs256, Self::Ps256, Self::Es256, Self::EdDsa];

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Rs256 => "RS256",
            Self::Ps256 => "PS256",
            Self::Es256 => "ES256",
            Self::EdDsa => "EdDSA",
        }
    }

    /// Names are compared exactly.
    pub(super) fn of_name(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|algorithm| algorithm.name() == name)
    }

    /// The left half of the hash that belongs to it: what `at_hash` holds.
    pub(super) fn left_half(self, text: &str) -> Vec<u8> {
        let hash = match self {
            Self::Rs256 | Self::Ps256 | Self::Es256 => digest(&SHA256, text.as_bytes()),
            Self::EdDsa => digest(&SHA512, text.as_bytes()),
        };
        let bytes = hash.as_ref();
        bytes.iter().take(bytes.len() / 2).copied().collect()
    }
}

impl From<Algorithm> for CoreJwsSigningAlgorithm {
    fn from(algorithm: Algorithm) -> Self {
        match algorithm {
            Algorithm::Rs256 => Self::RsaSsaPkcs1V15Sha256,
            Algorithm::Ps256 => Self::RsaSsaPssSha256,
            Algorithm::Es256 => Self::EcdsaP256Sha256,
            Algorithm::EdDsa => Self::EdDsa,
        }
    }
}
