//! What went wrong in work that runs by itself.

use async_graphql::SimpleObject;

/// What went wrong in work that ran by itself.
#[derive(Clone, Debug, SimpleObject)]
pub struct ErrorDetail {
    /// A short code, the same each time.
    code: String,
    /// The same in words.
    message: String,
}

impl ErrorDetail {
    /// Without a message, the code is made readable.
    pub fn new(code: &str, message: Option<&str>) -> Self {
        Self {
            code: code.to_owned(),
            message: message.map_or_else(|| code.replace('_', " "), str::to_owned),
        }
    }
}
