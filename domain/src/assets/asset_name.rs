//! What people call an asset.

use crate::{AppError, UserErrorCode};

const MAX_CHARS: usize = 200;

/// Reads a name: trimmed, not empty, one line.
pub(super) fn parse(typed: &str) -> Result<String, AppError> {
    let name = typed.trim();
    let problem = if name.is_empty() {
        "give the asset a name"
    } else if name.chars().count() > MAX_CHARS {
        "the name is longer than 200 characters"
    } else if name.chars().any(char::is_control) {
        "the name contains control characters; remove them"
    } else {
        return Ok(name.to_owned());
    };
    Err(AppError::user(UserErrorCode::InvalidInput, "name", problem))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_trimmed_line_of_at_most_200_characters() {
        assert_eq!(parse("  Shop ").unwrap(), "Shop");
        assert!(parse(&"ü".repeat(200)).is_ok());
        for typed in ["", "  ", "a\nb", "a\0", &"a".repeat(201)] {
            assert!(parse(typed).is_err(), "{typed:?}");
        }
    }
}
