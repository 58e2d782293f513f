//! SHA-256 and HMAC, and a hash over several fields that can't be shifted into each other.

use ring::{digest, hmac};
use subtle::ConstantTimeEq;

/// SHA-256.
#[must_use]
pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    fixed(digest::digest(&digest::SHA256, bytes).as_ref())
}

/// HMAC-SHA-256.
#[must_use]
pub fn hmac_sha256(key: &[u8], bytes: &[u8]) -> [u8; 32] {
    let key = hmac::Key::new(hmac::HMAC_SHA256, key);
    fixed(hmac::sign(&key, bytes).as_ref())
}

/// Compares secrets in a time that depends on their lengths only.
#[must_use]
pub fn are_equal(a: &[u8], b: &[u8]) -> bool {
    a.ct_eq(b).into()
}

/// Hashes a structure: a domain, then its fields in order, each with its length before it.
pub struct FieldHasher(digest::Context);

impl FieldHasher {
    /// `domain` names what is hashed, so that no hash can be taken for one of another kind.
    #[must_use]
    pub fn new(domain: &str) -> Self {
        let mut hasher = Self(digest::Context::new(&digest::SHA256));
        hasher.field(domain.as_bytes());
        hasher
    }

    /// Adds a field.
    pub fn field(&mut self, bytes: &[u8]) {
        let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        self.0.update(&length.to_be_bytes());
        self.0.update(bytes);
    }

    /// Adds a field that may be absent; absent differs from empty.
    pub fn optional(&mut self, bytes: Option<&[u8]>) {
        match bytes {
            None => self.field(&[0]),
            Some(bytes) => {
                self.field(&[1]);
                self.field(bytes);
            }
        }
    }

    /// The hash of all fields.
    #[must_use]
    pub fn finish(self) -> [u8; 32] {
        fixed(self.0.finish().as_ref())
    }
}

/// SHA-256 gives 32 bytes.
fn fixed(digest: &[u8]) -> [u8; 32] {
    let mut bytes = [0; 32];
    for (to, from) in bytes.iter_mut().zip(digest) {
        *to = *from;
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hash(domain: &str, fields: &[&[u8]]) -> [u8; 32] {
        let mut hasher = FieldHasher::new(domain);
        for field in fields {
            hasher.field(field);
        }
        hasher.finish()
    }

    #[test]
    fn sha256_and_hmac_give_the_published_test_values() {
        assert_eq!(
            hex::encode(sha256(b"abc")),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
        assert_eq!(
            hex::encode(hmac_sha256(b"Jefe", b"what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        );
    }

    #[test]
    fn fields_can_not_be_shifted_into_each_other() {
        assert_ne!(hash("t", &[b"ab", b"c"]), hash("t", &[b"a", b"bc"]));
        assert_ne!(hash("t", &[b"ab"]), hash("t", &[b"ab", b""]));
        assert_ne!(hash("t", &[b"a"]), hash("u", &[b"a"]));
    }

    #[test]
    fn an_absent_field_differs_from_an_empty_one() {
        let optional = |bytes: Option<&[u8]>| {
            let mut hasher = FieldHasher::new("t");
            hasher.optional(bytes);
            hasher.finish()
        };
        assert_ne!(optional(None), optional(Some(b"")));
        assert_ne!(optional(None), optional(Some(&[0])));
    }
}
