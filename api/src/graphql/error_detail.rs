//! What went wrong in work that runs by itself.

use async_graphql::SimpleObject;
use xorb_domain::failures::failure;

/// What went wrong in work that ran by itself.
#[derive(Clone, Debug, SimpleObject)]
pub struct ErrorDetail {
    /// A short code, the same each time: `docs/errors.md` lists them all. Codes may be added.
    code: String,
    /// What it means and what to do, for people.
    message: String,
}

impl ErrorDetail {
    /// The code with its meaning. A code outside of the closed set becomes `unknown`.
    #[must_use]
    pub fn of(code: &str) -> Self {
        let failure = failure(code);
        Self {
            code: failure.code.to_owned(),
            message: failure.message(),
        }
    }

    /// The same with words of its own, which say more than the code does.
    #[must_use]
    pub fn said(code: &str, message: Option<&str>) -> Self {
        let detail = Self::of(code);
        Self {
            message: message.map_or(detail.message, str::to_owned),
            ..detail
        }
    }
}
