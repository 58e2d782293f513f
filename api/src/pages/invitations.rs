//! What the page of an invitation asks of whoever knows invitations.

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use xorb_domain::identity::{AcceptInvitation, RequestInfo, SessionGrant, accept_invitation};
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
}

impl Invitations for Core {
    fn accept<'a>(
        &'a self,
        request: &'a RequestInfo,
        input: AcceptInvitation,
    ) -> BoxFuture<'a, Result<SessionGrant, AppError>> {
        accept_invitation(self, request, input).boxed()
    }
}
