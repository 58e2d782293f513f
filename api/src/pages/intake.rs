//! What the pages for privacy requests ask of whoever receives them.

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use xorb_domain::identity::RequestInfo;
use xorb_domain::privacy::{ConfirmedRequest, RequestByForm, confirm_by_token, request_by_form};
use xorb_domain::secret::Secret;
use xorb_domain::{AppError, Core};

/// Receives requests of people without an account.
pub trait Intake: Send + Sync + 'static {
    /// Receives a request.
    ///
    /// # Errors
    /// `User` for an input that the person can mend; `RateLimited`; `Unavailable`.
    fn request<'a>(
        &'a self,
        request: &'a RequestInfo,
        input: RequestByForm,
    ) -> BoxFuture<'a, Result<(), AppError>>;

    /// Confirms a request by the token of its mail.
    ///
    /// # Errors
    /// `User` for a token that is no good; `RateLimited`; `Unavailable`.
    fn confirm<'a>(
        &'a self,
        request: &'a RequestInfo,
        token: &'a Secret<String>,
    ) -> BoxFuture<'a, Result<ConfirmedRequest, AppError>>;
}

impl Intake for Core {
    fn request<'a>(
        &'a self,
        request: &'a RequestInfo,
        input: RequestByForm,
    ) -> BoxFuture<'a, Result<(), AppError>> {
        request_by_form(self, request, input).boxed()
    }

    fn confirm<'a>(
        &'a self,
        request: &'a RequestInfo,
        token: &'a Secret<String>,
    ) -> BoxFuture<'a, Result<ConfirmedRequest, AppError>> {
        confirm_by_token(self, request, token).boxed()
    }
}
