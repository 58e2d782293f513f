//! Names of people and tenants: one line, not endless, no characters that change how other text is shown.

use std::str::FromStr;

const MAX_CHARACTERS: usize = 100;

/// A name of 1 to 100 characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DisplayName(String);

impl DisplayName {
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    #[must_use]
    pub fn into_string(self) -> String {
        self.0
    }
}

/// The text is no name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a name has 1 to 100 characters on one line")]
pub struct InvalidName;

impl FromStr for DisplayName {
    type Err = InvalidName;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        let is_valid = !text.is_empty()
            && text.len() <= MAX_CHARACTERS * 4
            && text.chars().count() <= MAX_CHARACTERS
            && !text.chars().any(|c| c.is_control() || is_invisible(c));
        if is_valid {
            Ok(Self(text.to_owned()))
        } else {
            Err(InvalidName)
        }
    }
}

/// Line and paragraph separators, and what turns the direction of writing.
const fn is_invisible(c: char) -> bool {
    matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_line_of_visible_characters() {
        assert_eq!(
            " Ada Lovelace ".parse::<DisplayName>().unwrap().as_str(),
            "Ada Lovelace"
        );
        for invalid in ["", "   ", "a\nb", "a\0b", "a\u{202e}b", &"a".repeat(101)] {
            assert!(invalid.parse::<DisplayName>().is_err(), "{invalid:?}");
        }
    }
}
