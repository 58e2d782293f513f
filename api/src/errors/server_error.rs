//! An `AppError` that the edge itself raises, in the shape that async-graphql's own errors have.

use std::sync::Arc;

use async_graphql::{Pos, ServerError};
use xorb_domain::AppError;

/// Wraps `error`; its code is set when the answer is published.
#[must_use]
pub fn into_server_error(error: AppError, position: Option<Pos>) -> ServerError {
    let mut wrapped = ServerError::new(error.to_string(), position);
    wrapped.source = Some(Arc::new(error));
    wrapped
}
