//! What the pages of a log-in ask of whoever knows people.

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use uuid::Uuid;
use xorb_domain::identity::federation::{self, LogInProvider};
use xorb_domain::identity::{
    self, CompleteMfa, Credentials, FinishPasskeyLogIn, LogIn, LogInOptions, LoggedIn,
    PasskeyLogIn, RequestInfo, SessionGrant,
};
use xorb_domain::{AppError, Core};

use super::FactorEnrollment;

/// Lets people in and out.
pub trait LogIns: FactorEnrollment {
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

    /// What the page offers to people of this tenant or, without one, of the address's domain.
    ///
    /// # Errors
    /// `Unavailable`.
    fn options<'a>(
        &'a self,
        tenant_slug: Option<&'a str>,
        email: Option<&'a str>,
    ) -> BoxFuture<'a, Result<LogInOptions, AppError>>;

    /// The providers that the account of these credentials can be linked to.
    ///
    /// # Errors
    /// `Unauthenticated`; `Unavailable`.
    fn providers_to_link<'a>(
        &'a self,
        request: &'a RequestInfo,
        credentials: &'a Credentials,
    ) -> BoxFuture<'a, Result<Vec<LogInProvider>, AppError>>;

    /// Where the browser goes to link the account of these credentials at this provider.
    ///
    /// # Errors
    /// `Unauthenticated`; `NotFound`; `User`: `InvalidState`, `StepUpRequired`; `Unavailable`.
    fn link<'a>(
        &'a self,
        request: &'a RequestInfo,
        credentials: &'a Credentials,
        provider_id: Uuid,
    ) -> BoxFuture<'a, Result<String, AppError>>;
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

    fn options<'a>(
        &'a self,
        tenant_slug: Option<&'a str>,
        email: Option<&'a str>,
    ) -> BoxFuture<'a, Result<LogInOptions, AppError>> {
        identity::log_in_options(self, tenant_slug, email).boxed()
    }

    fn providers_to_link<'a>(
        &'a self,
        request: &'a RequestInfo,
        credentials: &'a Credentials,
    ) -> BoxFuture<'a, Result<Vec<LogInProvider>, AppError>> {
        async move {
            let actor = identity::authenticate(self, credentials, request).await?;
            federation::providers_to_link(self, &actor).await
        }
        .boxed()
    }

    fn link<'a>(
        &'a self,
        request: &'a RequestInfo,
        credentials: &'a Credentials,
        provider_id: Uuid,
    ) -> BoxFuture<'a, Result<String, AppError>> {
        async move {
            let actor = identity::authenticate(self, credentials, request).await?;
            federation::link_identity_provider(self, &actor, provider_id).await
        }
        .boxed()
    }
}
