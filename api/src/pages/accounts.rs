//! What the pages of accounts ask of whoever knows accounts.

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use xorb_domain::identity::{
    RequestInfo, RequestPasswordReset, ResetPassword, confirm_email_change, request_password_reset,
    reset_password,
};
use xorb_domain::secret::Secret;
use xorb_domain::{AppError, Core};

/// Helps people back to their accounts.
pub trait Accounts: Send + Sync + 'static {
    /// Sends a link to whoever has the account; succeeds whether there is one or not.
    ///
    /// # Errors
    /// `RateLimited`; `Unavailable`.
    fn request_password_reset<'a>(
        &'a self,
        request: &'a RequestInfo,
        input: RequestPasswordReset,
    ) -> BoxFuture<'a, Result<(), AppError>>;

    /// Sets a new password.
    ///
    /// # Errors
    /// `User` for what the person can mend, a token that is no good included; `RateLimited`; `Unavailable`.
    fn reset_password<'a>(
        &'a self,
        request: &'a RequestInfo,
        input: ResetPassword,
    ) -> BoxFuture<'a, Result<(), AppError>>;

    /// Notes that an address is proven; true if the address of the account is changed now.
    ///
    /// # Errors
    /// `User` for a token that is no good; `RateLimited`; `Unavailable`.
    fn confirm_email_change<'a>(
        &'a self,
        request: &'a RequestInfo,
        token: Secret<String>,
    ) -> BoxFuture<'a, Result<bool, AppError>>;
}

impl Accounts for Core {
    fn request_password_reset<'a>(
        &'a self,
        request: &'a RequestInfo,
        input: RequestPasswordReset,
    ) -> BoxFuture<'a, Result<(), AppError>> {
        request_password_reset(self, request, input).boxed()
    }

    fn reset_password<'a>(
        &'a self,
        request: &'a RequestInfo,
        input: ResetPassword,
    ) -> BoxFuture<'a, Result<(), AppError>> {
        reset_password(self, request, input).boxed()
    }

    fn confirm_email_change<'a>(
        &'a self,
        request: &'a RequestInfo,
        token: Secret<String>,
    ) -> BoxFuture<'a, Result<bool, AppError>> {
        async move { confirm_email_change(self, request, &token).await }.boxed()
    }
}
