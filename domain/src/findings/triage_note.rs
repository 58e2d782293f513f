//! What a person writes beside a decision.

use crate::{AppError, UserErrorCode};

const MAX_CHARS: usize = 4_000;

/// Reads a note: trimmed; an empty one is none.
pub(super) fn parse(typed: Option<&str>) -> Result<Option<String>, AppError> {
    let note = typed.map_or("", str::trim);
    if note.chars().count() > MAX_CHARS {
        return Err(AppError::user(
            UserErrorCode::InvalidInput,
            "note",
            "the note is longer than 4000 characters",
        ));
    }
    if note.contains('\0') {
        return Err(AppError::user(
            UserErrorCode::InvalidInput,
            "note",
            "the note contains a null character; remove it",
        ));
    }
    Ok((!note.is_empty()).then(|| note.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_is_trimmed_and_an_empty_one_is_none() {
        assert_eq!(
            parse(Some("  seen\nit ")).unwrap().as_deref(),
            Some("seen\nit")
        );
        assert_eq!(parse(Some("  ")).unwrap(), None);
        assert_eq!(parse(None).unwrap(), None);
        assert!(parse(Some(&"a".repeat(4_001))).is_err());
        assert!(parse(Some("a\0b")).is_err());
    }
}
