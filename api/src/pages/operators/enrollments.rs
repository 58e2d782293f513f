//! What the page of an operator's first passkey asks of whoever knows operators.

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use xorb_domain::identity::{RequestInfo, operators};
use xorb_domain::secret::Secret;
use xorb_domain::{AppError, Core};

/// Gives operators their passkeys.
pub trait Enrollments: Send + Sync + 'static {
    /// The options for `navigator.credentials.create`, as JSON.
    ///
    /// # Errors
    /// `User(InvalidToken)`; `RateLimited`; `Unavailable`.
    fn start<'a>(
        &'a self,
        request: &'a RequestInfo,
        token: &'a Secret<String>,
    ) -> BoxFuture<'a, Result<String, AppError>>;

    /// Keeps the passkey.
    ///
    /// # Errors
    /// `User`: `InvalidToken`, `InvalidCredentials`; `RateLimited`; `Unavailable`.
    fn finish<'a>(
        &'a self,
        request: &'a RequestInfo,
        token: &'a Secret<String>,
        response: &'a Secret<String>,
    ) -> BoxFuture<'a, Result<(), AppError>>;
}

impl Enrollments for Core {
    fn start<'a>(
        &'a self,
        request: &'a RequestInfo,
        token: &'a Secret<String>,
    ) -> BoxFuture<'a, Result<String, AppError>> {
        operators::start_operator_enrollment(self, request, token).boxed()
    }

    fn finish<'a>(
        &'a self,
        request: &'a RequestInfo,
        token: &'a Secret<String>,
        response: &'a Secret<String>,
    ) -> BoxFuture<'a, Result<(), AppError>> {
        operators::finish_operator_enrollment(self, request, token, response).boxed()
    }
}
