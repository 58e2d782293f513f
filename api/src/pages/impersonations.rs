//! What the pages of an operator in somebody's name ask of whoever knows grants.

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use xorb_domain::identity::support_access::{
    ImpersonationTicket, StartImpersonation, open_impersonation, start_impersonation,
};
use xorb_domain::identity::{Credentials, RequestInfo, authenticate};
use xorb_domain::secret::Secret;
use xorb_domain::{AppError, Core};

/// Lets operators act in somebody's name.
pub trait Impersonations: Send + Sync + 'static {
    /// Takes a grant, on the admin listener.
    ///
    /// # Errors
    /// `Unauthenticated`; `NotFound`; `User` for what the operator can mend; `Unavailable`.
    fn start<'a>(
        &'a self,
        request: &'a RequestInfo,
        credentials: &'a Credentials,
        input: StartImpersonation,
    ) -> BoxFuture<'a, Result<ImpersonationTicket, AppError>>;

    /// Opens the session of a ticket, on the public listener; its cookie.
    ///
    /// # Errors
    /// `User(InvalidToken)`; `RateLimited`; `Unavailable`.
    fn open<'a>(
        &'a self,
        request: &'a RequestInfo,
        ticket: &'a Secret<String>,
    ) -> BoxFuture<'a, Result<Secret<String>, AppError>>;
}

impl Impersonations for Core {
    fn start<'a>(
        &'a self,
        request: &'a RequestInfo,
        credentials: &'a Credentials,
        input: StartImpersonation,
    ) -> BoxFuture<'a, Result<ImpersonationTicket, AppError>> {
        async move {
            let operator = authenticate(self, credentials, request).await?;
            start_impersonation(self, &operator, input).await
        }
        .boxed()
    }

    fn open<'a>(
        &'a self,
        request: &'a RequestInfo,
        ticket: &'a Secret<String>,
    ) -> BoxFuture<'a, Result<Secret<String>, AppError>> {
        open_impersonation(self, request, ticket).boxed()
    }
}
