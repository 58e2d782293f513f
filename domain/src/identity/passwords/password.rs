//! A password as it arrived: short enough to be worked with, normalised, masked.

use unicode_normalization::UnicodeNormalization;

use crate::secret::Secret;

/// Longer input is refused before anything looks at it.
const MAX_BYTES: usize = 1024;
/// Longest password, in characters (Unicode code points).
const MAX_CHARACTERS: usize = 128;

/// A password in NFKC (SP 800-63B: the same password typed on another keyboard stays the same), at most 128 characters.
#[derive(Clone, Debug)]
pub struct Password(Secret<String>);

impl Password {
    /// `None` if the text is longer than a password may be. Nothing is hashed, copied or normalised then.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() > MAX_BYTES {
            return None;
        }
        let normalized = Secret::new(text.nfkc().collect::<String>());
        (normalized.expose().chars().count() <= MAX_CHARACTERS).then_some(Self(normalized))
    }

    pub(super) fn expose(&self) -> &str {
        self.0.expose()
    }

    pub(super) fn characters(&self) -> usize {
        self.expose().chars().count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_letters_in_another_encoding_are_the_same_password() {
        let composed = Password::parse("p\u{e4}ssword").unwrap();
        let decomposed = Password::parse("pa\u{308}ssword").unwrap();
        assert_eq!(composed.expose(), decomposed.expose());
    }

    #[test]
    fn a_megabyte_is_refused_and_128_characters_are_not() {
        assert!(Password::parse(&"a".repeat(1_000_000)).is_none());
        assert!(Password::parse(&"a".repeat(129)).is_none());
        assert!(Password::parse(&"ü".repeat(128)).is_some());
        // One code point that NFKC turns into eighteen.
        assert!(Password::parse(&"\u{fdfa}".repeat(100)).is_none());
    }
}
