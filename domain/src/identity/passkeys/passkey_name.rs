//! What a person calls a passkey.

use std::str::FromStr;

const LONGEST: usize = 60;

/// A name: one to sixty characters on one line.
pub(crate) struct PasskeyName(String);

impl PasskeyName {
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

/// The text can't be a name.
#[derive(Debug, thiserror::Error)]
#[error("name the passkey with 1 to {LONGEST} characters on one line, for example \"work laptop\"")]
pub(crate) struct NoPasskeyName;

impl FromStr for PasskeyName {
    type Err = NoPasskeyName;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let name = text.trim();
        let is_right = !name.is_empty()
            && name.len() <= 4 * LONGEST
            && name.chars().count() <= LONGEST
            && !name.chars().any(char::is_control);
        is_right.then(|| Self(name.to_owned())).ok_or(NoPasskeyName)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_short_and_on_one_line() {
        assert_eq!("  Büro ".parse::<PasskeyName>().unwrap().as_str(), "Büro");
        for text in [
            "",
            "  ",
            "a\nb",
            "\0",
            &"a".repeat(61),
            &"ü".repeat(1_000_000),
        ] {
            assert!(text.parse::<PasskeyName>().is_err());
        }
    }
}
