//! What people write into a request: bounded, trimmed, without null characters.

use crate::{AppError, UserErrorCode};

const MAX_CHARS: usize = 4_000;

/// A text that must say something.
pub(super) fn required(path: &str, text: &str) -> Result<String, AppError> {
    optional(path, Some(text))?
        .ok_or_else(|| invalid(path, "this is needed; say it in a sentence or two"))
}

/// A text that may be left out; an empty one is none.
pub(in crate::privacy) fn optional(
    path: &str,
    text: Option<&str>,
) -> Result<Option<String>, AppError> {
    let text = text.map_or("", str::trim);
    if text.chars().count() > MAX_CHARS {
        return Err(invalid(path, "this is longer than 4000 characters"));
    }
    if text.contains('\0') {
        return Err(invalid(path, "this contains a null character; remove it"));
    }
    Ok((!text.is_empty()).then(|| text.to_owned()))
}

fn invalid(path: &str, message: &str) -> AppError {
    AppError::user(UserErrorCode::InvalidInput, path, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_needed_text_says_something_and_no_text_is_endless() {
        assert_eq!(required("reason", "  seen\nit ").unwrap(), "seen\nit");
        assert!(required("reason", " \n").is_err());
        assert_eq!(optional("note", Some("  ")).unwrap(), None);
        assert!(optional("note", Some(&"a".repeat(4_001))).is_err());
        assert!(optional("note", Some("a\0b")).is_err());
    }
}
