//! The text of a key: `xorb_<id>_<secret>_<checksum>`.
//!
//! The id is that of the key, the secret holds the tenant's id and 256 random bits, both in base32 without `_`. The
//! checksum, the first 8 hexadecimal digits of the SHA-256 of all before it, lets scanners for leaked secrets tell a key
//! from what looks like one without asking anybody.

use uuid::Uuid;
use xorb_entities::ids::{base32, parse_base32};

use crate::crypto::{FieldHasher, are_equal, sha256};
use crate::rng::{Rng, random_bytes};
use crate::secret::Secret;

const START: &str = "xorb_";
/// Tenant and secret: three times 26 digits.
const SECRET_LENGTH: usize = 78;
const DIGITS: usize = 26;

/// A key, fresh or as somebody showed it.
pub(crate) struct KeyText {
    pub(crate) id: Uuid,
    pub(crate) tenant_id: Uuid,
    secret: Secret<[u8; 32]>,
}

impl KeyText {
    /// Whether the text means to be a key.
    pub(in crate::identity) fn is_meant_by(text: &str) -> bool {
        text.starts_with(START)
    }

    pub(super) fn generate(id: Uuid, tenant_id: Uuid, rng: &dyn Rng) -> Self {
        Self {
            id,
            tenant_id,
            secret: Secret::new(random_bytes(rng)),
        }
    }

    /// `None` for anything that can't be a key.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (body, given) = text.rsplit_once('_')?;
        let (id, secret) = body.strip_prefix(START)?.split_once('_')?;
        let is_whole = secret.len() == SECRET_LENGTH && secret.is_ascii();
        if !is_whole || !are_equal(given.as_bytes(), checksum(body).as_bytes()) {
            return None;
        }
        let part = |index: usize| {
            let digits = secret.get(index * DIGITS..(index + 1) * DIGITS)?;
            parse_base32(digits).ok()
        };
        let secret = [part(1)?.into_bytes(), part(2)?.into_bytes()].concat();
        Some(Self {
            id: parse_base32(id).ok()?,
            tenant_id: part(0)?,
            secret: Secret::new(secret.try_into().ok()?),
        })
    }

    /// What the owner gets.
    pub(super) fn text(&self) -> Secret<String> {
        let halves = self.secret.expose().chunks_exact(16);
        let halves = halves.filter_map(|half| Uuid::from_slice(half).ok());
        let secret: String = std::iter::once(self.tenant_id)
            .chain(halves)
            .map(base32)
            .collect();
        let body = format!("{}_{secret}", prefix(self.id));
        let sum = checksum(&body);
        Secret::new(format!("{body}_{sum}"))
    }

    /// What is stored. A plain hash is enough for 256 random bits.
    pub(super) fn hash(&self) -> Vec<u8> {
        let mut hasher = FieldHasher::new("api_key");
        hasher.field(self.tenant_id.as_bytes());
        hasher.field(self.id.as_bytes());
        hasher.field(self.secret.expose());
        hasher.finish().to_vec()
    }
}

/// How a key begins, by which people know it again.
pub(super) fn prefix(id: Uuid) -> String {
    format!("{START}{}", base32(id))
}

fn checksum(body: &str) -> String {
    let digest = sha256(body.as_bytes());
    hex::encode(digest.get(..4).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::SeededRng;

    fn key() -> KeyText {
        KeyText::generate(Uuid::from_u128(5), Uuid::from_u128(7), &SeededRng::new(1))
    }

    #[test]
    fn a_key_comes_back_from_its_text() {
        let (key, text) = (key(), key().text());
        let parsed = KeyText::parse(text.expose()).unwrap();
        assert_eq!((parsed.id, parsed.tenant_id), (key.id, key.tenant_id));
        assert_eq!(parsed.hash(), key.hash());
        assert!(text.expose().starts_with(&prefix(key.id)));
        assert_eq!(text.expose().split('_').count(), 4);
    }

    #[test]
    fn a_key_with_any_character_changed_is_none_or_another() {
        let (hash, text) = (key().hash(), key().text().expose().clone());
        for index in 0..text.len() {
            let mut changed = text.clone().into_bytes();
            changed[index] = if changed[index] == b'0' { b'1' } else { b'0' };
            let changed = String::from_utf8(changed).unwrap();
            assert!(KeyText::parse(&changed).is_none_or(|other| other.hash() != hash));
        }
    }

    #[test]
    fn what_is_no_key_is_refused() {
        let text = key().text().expose().clone();
        let short = &text[..text.len() - 1];
        let huge = format!("xorb_{}_{}_00000000", "0".repeat(26), "0".repeat(1_000_000));
        let odd = format!("xorb_{}_{}_00000000", "0".repeat(26), "é".repeat(39));
        for other in ["", "xorb_", "xorb__", "xorb___", short, &huge, &odd] {
            assert!(KeyText::parse(other).is_none());
        }
    }
}
