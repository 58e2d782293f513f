//! Whoever changes an object says which version they have seen: two people never overwrite each other unknowingly.

use crate::AppError;

/// Refuses the change of an `object` that is at version `actual` if its author has seen another one. Who says nothing
/// changes whatever is there.
///
/// # Errors
/// `Conflict`.
pub(crate) fn check_version(
    object: &'static str,
    actual: i32,
    expected: Option<i32>,
) -> Result<(), AppError> {
    if expected.is_none_or(|seen| seen == actual) {
        return Ok(());
    }
    Err(AppError::Conflict(format!(
        "the {object} has changed meanwhile (version {actual}); load it and try again"
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_version_that_is_there_may_be_changed() {
        assert!(check_version("asset", 2, None).is_ok());
        assert!(check_version("asset", 2, Some(2)).is_ok());
        for seen in [1, 3, 0, -1] {
            let refused = check_version("asset", 2, Some(seen));
            assert!(matches!(refused, Err(AppError::Conflict(_))), "{seen}");
        }
    }
}
