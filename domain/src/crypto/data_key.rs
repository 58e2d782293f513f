//! A 256-bit key that is overwritten when dropped and never printed.

use std::fmt;

use ring::hkdf;
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::rng::{Rng, random_bytes};

/// A symmetric key: of the master key's generations, of a tenant, of a person.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct DataKey([u8; 32]);

impl DataKey {
    /// A new random key.
    #[must_use]
    pub fn generate(rng: &dyn Rng) -> Self {
        Self(random_bytes(rng))
    }

    /// A key from its bytes; `None` unless there are 32.
    #[must_use]
    pub fn from_slice(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    pub(super) const fn expose(&self) -> &[u8; 32] {
        &self.0
    }

    /// A key for one purpose, so that no key ever serves two algorithms.
    #[must_use]
    pub fn derive(&self, purpose: &str) -> Self {
        let mut derived = [0; 32];
        let filled = hkdf::Salt::new(hkdf::HKDF_SHA256, b"xorb")
            .extract(&self.0)
            .expand(&[purpose.as_bytes()], hkdf::HKDF_SHA256)
            .and_then(|output| output.fill(&mut derived));
        debug_assert!(filled.is_ok(), "32 bytes are what HKDF-SHA-256 gives");
        Self(derived)
    }
}

impl fmt::Debug for DataKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DataKey(********)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::SeededRng;

    #[test]
    fn purposes_give_different_keys_and_the_same_purpose_the_same() {
        let key = DataKey::generate(&SeededRng::new(1));
        assert_eq!(key.derive("a").expose(), key.derive("a").expose());
        assert_ne!(key.derive("a").expose(), key.derive("b").expose());
        assert_ne!(key.derive("a").expose(), key.expose());
        assert_ne!(key.derive("a").expose(), &[0; 32]);
    }

    #[test]
    fn a_key_is_never_printed() {
        assert_eq!(
            format!("{:?}", DataKey::from_slice(&[7; 32]).unwrap()),
            "DataKey(********)"
        );
    }
}
