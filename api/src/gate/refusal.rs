//! Why a document is refused: a code of the closed set, a text that names the limit, and where.

use async_graphql::{Pos, ServerError};
use xorb_domain::AppError;

use crate::errors::into_server_error;

/// A refused document.
#[derive(Debug)]
pub struct Refusal {
    /// `BadInput` (it can't be right) or `CostExceeded` (it is too much).
    pub error: AppError,
    /// Where in the document, if at one place.
    pub position: Option<Pos>,
}

impl Refusal {
    /// The document can't be right.
    pub(crate) fn bad_input(message: impl Into<String>, position: Option<Pos>) -> Self {
        Self {
            error: AppError::BadInput(message.into()),
            position,
        }
    }

    /// The document asks for too much.
    pub(crate) fn too_much(message: impl Into<String>, position: Option<Pos>) -> Self {
        Self {
            error: AppError::CostExceeded(message.into()),
            position,
        }
    }
}

impl From<Refusal> for ServerError {
    fn from(refusal: Refusal) -> Self {
        into_server_error(refusal.error, refusal.position)
    }
}
