//! What a document that is not GraphQL is answered with.

use std::borrow::Cow;

use async_graphql::Pos;

/// Where, and what was expected there or what is wrong.
#[derive(Debug)]
pub(in crate::gate) struct SyntaxError {
    pub position: Pos,
    pub message: Cow<'static, str>,
}

pub(super) type Parsed<T> = Result<T, SyntaxError>;
