//! Collects what is wrong with an input, so that a form shows all of it at once.

use std::fmt::Display;
use std::str::FromStr;

use crate::{AppError, UserError, UserErrorCode};

#[derive(Default)]
pub(crate) struct InputErrors(Vec<UserError>);

impl InputErrors {
    /// The parsed field, or `None` with an error at its path.
    pub(crate) fn parse<T>(&mut self, path: &str, text: &str) -> Option<T>
    where
        T: FromStr,
        T::Err: Display,
    {
        text.parse()
            .map_err(|error: T::Err| {
                self.add(UserErrorCode::InvalidInput, path, &error.to_string());
            })
            .ok()
    }

    pub(crate) fn add(&mut self, code: UserErrorCode, path: &str, message: &str) {
        self.0.push(UserError::new(code, path, message));
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What was collected.
    pub(crate) fn into_error(self) -> AppError {
        AppError::User(self.0)
    }
}
