//! What the pages ask of whoever knows second factors. The credentials are those of the session that has just begun.

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use xorb_domain::identity::{
    self, Credentials, EnrolledPasskey, FinishPasskeyEnrollment, RequestInfo, TotpEnrollment,
};
use xorb_domain::secret::Secret;
use xorb_domain::{AppError, Core};

/// Gives people a second factor.
pub trait FactorEnrollment: Send + Sync + 'static {
    /// Begins with an authenticator app.
    ///
    /// # Errors
    /// `Unauthenticated`; `User`: `StepUpRequired`, `InvalidState`; `Unavailable`.
    fn enroll_totp<'a>(
        &'a self,
        request: &'a RequestInfo,
        credentials: &'a Credentials,
    ) -> BoxFuture<'a, Result<TotpEnrollment, AppError>>;

    /// Ends it: the recovery codes.
    ///
    /// # Errors
    /// `Unauthenticated`; `User`: `StepUpRequired`, `InvalidState`, `InvalidCredentials`; `RateLimited`; `Unavailable`.
    fn confirm_totp<'a>(
        &'a self,
        request: &'a RequestInfo,
        credentials: &'a Credentials,
        code: &'a Secret<String>,
    ) -> BoxFuture<'a, Result<Vec<Secret<String>>, AppError>>;

    /// Begins with a passkey: the options for the browser.
    ///
    /// # Errors
    /// `Unauthenticated`; `User`: `StepUpRequired`, `NotAvailable`, `LimitReached`; `Unavailable`.
    fn start_passkey_enrollment<'a>(
        &'a self,
        request: &'a RequestInfo,
        credentials: &'a Credentials,
    ) -> BoxFuture<'a, Result<String, AppError>>;

    /// Ends it.
    ///
    /// # Errors
    /// `Unauthenticated`; `User`: `StepUpRequired`, `InvalidInput`, `InvalidState`, `InvalidCredentials`; `Unavailable`.
    fn finish_passkey_enrollment<'a>(
        &'a self,
        request: &'a RequestInfo,
        credentials: &'a Credentials,
        input: FinishPasskeyEnrollment,
    ) -> BoxFuture<'a, Result<EnrolledPasskey, AppError>>;
}

impl FactorEnrollment for Core {
    fn enroll_totp<'a>(
        &'a self,
        request: &'a RequestInfo,
        credentials: &'a Credentials,
    ) -> BoxFuture<'a, Result<TotpEnrollment, AppError>> {
        async move {
            let actor = identity::authenticate(self, credentials, request).await?;
            identity::enroll_totp(self, &actor).await
        }
        .boxed()
    }

    fn confirm_totp<'a>(
        &'a self,
        request: &'a RequestInfo,
        credentials: &'a Credentials,
        code: &'a Secret<String>,
    ) -> BoxFuture<'a, Result<Vec<Secret<String>>, AppError>> {
        async move {
            let actor = identity::authenticate(self, credentials, request).await?;
            identity::confirm_totp(self, &actor, code).await
        }
        .boxed()
    }

    fn start_passkey_enrollment<'a>(
        &'a self,
        request: &'a RequestInfo,
        credentials: &'a Credentials,
    ) -> BoxFuture<'a, Result<String, AppError>> {
        async move {
            let actor = identity::authenticate(self, credentials, request).await?;
            identity::start_passkey_enrollment(self, &actor).await
        }
        .boxed()
    }

    fn finish_passkey_enrollment<'a>(
        &'a self,
        request: &'a RequestInfo,
        credentials: &'a Credentials,
        input: FinishPasskeyEnrollment,
    ) -> BoxFuture<'a, Result<EnrolledPasskey, AppError>> {
        async move {
            let actor = identity::authenticate(self, credentials, request).await?;
            identity::finish_passkey_enrollment(self, &actor, input).await
        }
        .boxed()
    }
}
