//! Why a document is refused: a reason, a code of the closed set, a text that names the limit, and where.

use async_graphql::{Pos, ServerError};
use xorb_domain::AppError;

use super::Reason;
use crate::errors::into_server_error;

/// A refused document.
#[derive(Debug)]
pub struct Refusal {
    /// Why.
    pub reason: Reason,
    /// `BadInput` (it can't be right) or `CostExceeded` (it is too much).
    pub error: AppError,
    /// Where in the document, if at one place.
    pub position: Option<Pos>,
}

impl Refusal {
    pub(super) fn new(reason: Reason, message: impl Into<String>, position: Option<Pos>) -> Self {
        let message = message.into();
        let error = if reason.is_too_much() {
            AppError::CostExceeded(message)
        } else {
            AppError::BadInput(message)
        };
        Self {
            reason,
            error,
            position,
        }
    }
}

impl From<Refusal> for ServerError {
    fn from(refusal: Refusal) -> Self {
        into_server_error(refusal.error, refusal.position)
    }
}
