//! How every mutation ends: its result, or business errors, in its own payload.

use xorb_domain::{AppError, UserError as DomainUserError};

use super::UserError;

/// What a mutation answers: a nullable result, and `userErrors`.
pub trait Payload: Sized {
    /// What the use case gives.
    type Value;

    /// The payload of a success.
    fn done(value: Self::Value) -> Self;

    /// The payload of a refusal.
    fn refused(user_errors: Vec<UserError>) -> Self;

    /// Business errors become part of the payload; all others go up and become top-level errors.
    ///
    /// # Errors
    /// Every error that is not a business error, as it came.
    fn settle(outcome: Result<Self::Value, AppError>) -> Result<Self, AppError> {
        match outcome {
            Ok(value) => Ok(Self::done(value)),
            Err(AppError::User(errors)) => {
                Ok(Self::refused(errors.into_iter().map(to_graphql).collect()))
            }
            Err(other) => Err(other),
        }
    }
}

fn to_graphql(error: DomainUserError) -> UserError {
    error.into()
}

/// Makes a struct with one nullable result field and `user_errors` the payload of a mutation.
macro_rules! payload {
    ($payload:ident { $field:ident: $value:ty }) => {
        impl $crate::graphql::Payload for $payload {
            type Value = $value;

            fn done(value: $value) -> Self {
                Self {
                    $field: Some(value.into()),
                    user_errors: Vec::new(),
                }
            }

            fn refused(user_errors: Vec<$crate::graphql::UserError>) -> Self {
                Self {
                    $field: None,
                    user_errors,
                }
            }
        }
    };
    ($payload:ident) => {
        impl $crate::graphql::Payload for $payload {
            type Value = ();

            fn done((): ()) -> Self {
                Self {
                    user_errors: Vec::new(),
                }
            }

            fn refused(user_errors: Vec<$crate::graphql::UserError>) -> Self {
                Self { user_errors }
            }
        }
    };
}
pub(crate) use payload;
