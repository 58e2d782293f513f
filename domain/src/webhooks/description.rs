//! What people write beside an endpoint.

use crate::{AppError, UserErrorCode};

const MAX_CHARS: usize = 500;

/// Reads a description: trimmed, one line; nothing if it is empty.
pub(super) fn parse(typed: Option<&str>) -> Result<Option<String>, AppError> {
    let Some(text) = typed.map(str::trim).filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    let problem = if text.chars().count() > MAX_CHARS {
        "the description is longer than 500 characters"
    } else if text.chars().any(char::is_control) {
        "the description contains control characters; remove them"
    } else {
        return Ok(Some(text.to_owned()));
    };
    Err(AppError::user(
        UserErrorCode::InvalidInput,
        "description",
        problem,
    ))
}
