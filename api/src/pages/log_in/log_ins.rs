//! What the pages of a log-in ask of whoever knows people.

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use xorb_domain::identity::{
    self, CompleteMfa, Credentials, FinishPasskeyLogIn, LogIn, LoggedIn, PasskeyLogIn, RequestInfo,
    SessionGrant,
};
use xorb_domain::{AppError, Core};

/// Lets people in and out.
pub trait LogIns: Send + Sync + 'static {
    /// By password.
    ///
    /// # Errors
    /// `User(InvalidCredentials)`; `RateLimited`; `Unavailable`.
    fn log_in<'a>(
        &'a self,
        request: &'a RequestInfo,
        input: LogIn,
    ) -> BoxFuture<'a, Result<LoggedIn, AppError>>;

    /// The second half of it.
    ///
    /// # Errors
    /// `User`: `InvalidToken`, `InvalidCredentials`; `RateLimited`; `Unavailable`.
    fn complete<'a>(
        &'a self,
        request: &'a RequestInfo,
        input: CompleteMfa,
    ) -> BoxFuture<'a, Result<SessionGrant, AppError>>;

    /// Asks for a passkey.
    ///
    /// # Errors
    /// `User(NotAvailable)`; `RateLimited`; `Unavailable`.
    fn start_passkey<'a>(
        &'a self,
        request: &'a RequestInfo,
        tenant_slug: &'a str,
    ) -> BoxFuture<'a, Result<PasskeyLogIn, AppError>>;

    /// By passkey.
    ///
    /// # Errors
    /// `User(InvalidCredentials)`; `RateLimited`; `Unavailable`.
    fn finish_passkey<'a>(
        &'a self,
        request: &'a RequestInfo,
        input: FinishPasskeyLogIn,
    ) -> BoxFuture<'a, Result<SessionGrant, AppError>>;

    /// Ends the session of these credentials.
    ///
    /// # Errors
    /// `Unauthenticated` if it has ended already; `Unavailable`.
    fn log_out<'a>(
        &'a self,
        request: &'a RequestInfo,
        credentials: &'a Credentials,
    ) -> BoxFuture<'a, Result<(), AppError>>;

    /// Whether passkeys can be asked for.
    fn has_passkeys(&self) -> bool;
}

impl LogIns for Core {
    fn log_in<'a>(
        &'a self,
        request: &'a RequestInfo,
        input: LogIn,
    ) -> BoxFuture<'a, Result<LoggedIn, AppError>> {
        identity::log_in(self, request, input).boxed()
    }

    fn complete<'a>(
        &'a self,
        request: &'a RequestInfo,
        input: CompleteMfa,
    ) -> BoxFuture<'a, Result<SessionGrant, AppError>> {
        identity::complete_mfa(self, request, input).boxed()
    }

    fn start_passkey<'a>(
        &'a self,
        request: &'a RequestInfo,
        tenant_slug: &'a str,
    ) -> BoxFuture<'a, Result<PasskeyLogIn, AppError>> {
        identity::start_passkey_log_in(self, request, tenant_slug).boxed()
    }

    fn finish_passkey<'a>(
        &'a self,
        request: &'a RequestInfo,
        input: FinishPasskeyLogIn,
    ) -> BoxFuture<'a, Result<SessionGrant, AppError>> {
        identity::finish_passkey_log_in(self, request, input).boxed()
    }

    fn log_out<'a>(
        &'a self,
        request: &'a RequestInfo,
        credentials: &'a Credentials,
    ) -> BoxFuture<'a, Result<(), AppError>> {
        async move {
            let actor = identity::authenticate(self, credentials, request).await?;
            identity::log_out(self, &actor).await
        }
        .boxed()
    }

    fn has_passkeys(&self) -> bool {
        identity::are_passkeys_available(&self.settings)
    }
}
