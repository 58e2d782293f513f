//! Business errors go into a payload's `userErrors`, all others become errors of the answer.

use xorb_domain::AppError;

use super::UserError;

/// Splits the outcome of a use case into a payload's nullable result and its `userErrors`.
///
/// # Errors
/// Everything that is no business error.
pub fn split_user_errors<T>(
    outcome: Result<T, AppError>,
) -> Result<(Option<T>, Vec<UserError>), AppError> {
    match outcome {
        Ok(result) => Ok((Some(result), Vec::new())),
        Err(AppError::User(errors)) => {
            Ok((None, errors.into_iter().map(UserError::from).collect()))
        }
        Err(other) => Err(other),
    }
}
