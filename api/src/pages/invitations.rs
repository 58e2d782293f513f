//! What the page of an invitation asks of whoever knows invitations.

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use xorb_domain::identity::{
    AcceptInvitation, LogInOptions, RequestInfo, SessionGrant, accept_invitation,
    log_in_options_of_invitation,
};
use xorb_domain::secret::Secret;
use xorb_domain::{AppError, Core};

/// Lets in who was invited.
pub trait Invitations: Send + Sync + 'static {
    /// Makes the account and opens its first session.
    ///
    /// # Errors
    /// `User` for an input that the person can mend, a token that is no good included; `RateLimited`; `Unavailable`.
    fn accept<'a>(
        &'a self,
        request: &'a RequestInfo,
        input: AcceptInvitation,
    ) -> BoxFuture<'a, Result<SessionGrant, AppError>>;

    /// How the person may log in from then on. A token that is no good gets what every installation offers.
    ///
    /// # Errors
    /// `Unavailable`.
    fn options<'a>(
        &'a self,
        token: &'a Secret<String>,
    ) -> BoxFuture<'a, Result<LogInOptions, AppError>>;
}

impl Invitations for Core {
    fn accept<'a>(
        &'a self,
        request: &'a RequestInfo,
        input: AcceptInvitation,
    ) -> BoxFuture<'a, Result<SessionGrant, AppError>> {
        accept_invitation(self, request, input).boxed()
    }

    fn options<'a>(
        &'a self,
        token: &'a Secret<String>,
    ) -> BoxFuture<'a, Result<LogInOptions, AppError>> {
        log_in_options_of_invitation(self, token).boxed()
    }
}
