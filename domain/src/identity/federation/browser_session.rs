//! The session that a browser shows beside a callback: it must be the one of the person who asked for the ticket.

use super::{FederationError, FederationRefusal, ReturnedLogIn};
use crate::db::TenantTx;
use crate::identity::opaque_token::{OpaqueToken, TokenKind};
use crate::identity::queries::sessions::{SessionState, find_session_by_cookie};
use crate::secret::Secret;

/// The live session of the cookie, if it is of the person whose ticket began the log-in.
pub(super) async fn session_of_ticket(
    tx: &TenantTx,
    log_in: &ReturnedLogIn,
    cookie: Option<&Secret<String>>,
) -> Result<SessionState, FederationError> {
    let token = cookie
        .and_then(|cookie| OpaqueToken::parse(cookie.expose()))
        .filter(|token| token.tenant_id() == tx.tenant_id())
        .ok_or(FederationRefusal::SessionOfOther)?;
    find_session_by_cookie(tx, token.hash(TokenKind::SessionCookie))
        .await?
        .filter(|session| session.is_live(tx.now()) && Some(session.user_id) == log_in.user_id)
        .ok_or_else(|| FederationRefusal::SessionOfOther.into())
}
