//! Why somebody lets an operator in, or why an operator comes.

use std::str::FromStr;

const LONGEST: usize = 500;

/// One to five hundred characters.
pub(super) struct Reason(String);

impl Reason {
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

/// The text is no reason.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error(
    "say why in 1 to {LONGEST} characters, for example \"scan of shop.example hangs, ticket 4711\""
)]
pub(super) struct NoReason;

impl FromStr for Reason {
    type Err = NoReason;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        let is_right = !text.is_empty()
            && text.len() <= 4 * LONGEST
            && text.chars().count() <= LONGEST
            && !text.chars().any(char::is_control);
        is_right.then(|| Self(text.to_owned())).ok_or(NoReason)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_says_something_and_is_no_book() {
        assert_eq!(
            " hängt "
                .parse::<Reason>()
                .map_or_else(|_| String::new(), |reason| reason.0),
            "hängt"
        );
        for text in [
            "",
            "   ",
            "a\0b",
            "a\nb",
            &"ü".repeat(501),
            &"a".repeat(1_000_000),
        ] {
            assert!(text.parse::<Reason>().is_err());
        }
    }
}
