//! A code that stands in for a lost second factor: 120 random bits, four groups of six letters and digits.

use uuid::Uuid;

use crate::crypto::FieldHasher;
use crate::rng::{Rng, random_bytes};
use crate::secret::Secret;

const GROUP: usize = 6;
/// 120 bits in base32.
const CHARACTERS: usize = 24;

/// One code, fresh or as somebody typed it.
pub(super) struct RecoveryCode(Secret<[u8; 15]>);

impl RecoveryCode {
    pub(super) fn generate(rng: &dyn Rng) -> Self {
        Self(Secret::new(random_bytes(rng)))
    }

    /// With or without hyphens and spaces, in any case; `None` for what can't be one.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let symbols = text.chars().filter(|c| !c.is_whitespace() && *c != '-');
        let base32: String = symbols.take(CHARACTERS + 1).collect();
        if base32.len() != CHARACTERS {
            return None;
        }
        let decoded = totp_rs::Secret::try_from_base32(base32.to_ascii_uppercase()).ok()?;
        decoded
            .as_bytes()
            .try_into()
            .ok()
            .map(|bytes| Self(Secret::new(bytes)))
    }

    /// What the person keeps.
    pub(super) fn text(&self) -> Secret<String> {
        let bytes = self.0.expose().to_vec().into_boxed_slice();
        let base32 = totp_rs::Secret::new(bytes).to_base32().to_ascii_lowercase();
        let mut text = String::with_capacity(CHARACTERS + CHARACTERS / GROUP);
        for (at, symbol) in base32.chars().enumerate() {
            if at > 0 && at % GROUP == 0 {
                text.push('-');
            }
            text.push(symbol);
        }
        text.into()
    }

    /// What is stored. A plain hash is enough for 120 random bits.
    pub(super) fn hash(&self, tenant_id: Uuid, user_id: Uuid) -> Vec<u8> {
        let mut hasher = FieldHasher::new("recovery_code");
        hasher.field(tenant_id.as_bytes());
        hasher.field(user_id.as_bytes());
        hasher.field(self.0.expose());
        hasher.finish().to_vec()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::SeededRng;

    #[test]
    fn a_code_comes_back_from_its_text_however_it_is_typed() {
        let code = RecoveryCode::generate(&SeededRng::new(1));
        let hash = |code: &RecoveryCode| code.hash(Uuid::from_u128(1), Uuid::from_u128(2));
        let text = code.text();
        let text = text.expose();
        assert_eq!((text.len(), text.matches('-').count()), (27, 3), "{text}");
        for typed in [text.clone(), text.to_uppercase(), text.replace('-', " ")] {
            let parsed = RecoveryCode::parse(&typed).unwrap();
            assert_eq!(hash(&parsed), hash(&code));
        }
        assert_ne!(
            hash(&code),
            code.hash(Uuid::from_u128(1), Uuid::from_u128(3))
        );
    }

    #[test]
    fn what_is_no_code_is_refused() {
        let huge = "a".repeat(1_000_000);
        for text in [
            "",
            "abc",
            "000000-111111-888888-999999",
            &huge,
            "ÄÄÄÄÄÄÄÄÄÄÄÄ",
        ] {
            assert!(RecoveryCode::parse(text).is_none());
        }
    }
}
