//! What a client gets for a session. The access token is signed after the commit: signing may have to read keys, which
//! must not happen while the transaction holds SQLite's one writer.

use chrono::{DateTime, Utc};
use xorb_entities::identity::SessionDelivery;

use super::OpenedSession;
use crate::identity::Actor;
use crate::identity::access_tokens::TokenSubject;
use crate::secret::Secret;
use crate::{AppError, Core};

/// A session as it is handed out, once. For a cookie session the tokens are absent, for a token session the cookie.
#[derive(Clone, Debug)]
pub struct SessionGrant {
    /// Who is logged in now.
    pub actor: Actor,
    /// How the client proves the session.
    pub delivery: SessionDelivery,
    /// For `Authorization: Bearer`.
    pub access_token: Option<Secret<String>>,
    /// For `refreshSession`, once.
    pub refresh_token: Option<Secret<String>>,
    /// The value of the session cookie.
    pub cookie: Option<Secret<String>>,
    /// The value of the cookie by which the browser is known again, if it was not.
    pub device_cookie: Option<Secret<String>>,
    /// When the access token ends, or the session of a cookie.
    pub expires_at: DateTime<Utc>,
}

/// Signs the access token of an open session, if it is one of tokens.
pub(crate) async fn grant(core: &Core, session: OpenedSession) -> Result<SessionGrant, AppError> {
    let mut grant = SessionGrant {
        actor: session.actor,
        delivery: SessionDelivery::Cookie,
        access_token: None,
        refresh_token: session.refresh_token,
        cookie: session.cookie,
        device_cookie: session.device_cookie,
        expires_at: session.expires_at,
    };
    if grant.cookie.is_none() {
        let subject = TokenSubject::of(&grant.actor, session.authz_epoch, &session.methods)?;
        let issued = core.access_tokens.issue(&subject).await?;
        grant.delivery = SessionDelivery::Token;
        grant.access_token = Some(issued.token);
        grant.expires_at = issued.expires_at.min(session.expires_at);
    }
    Ok(grant)
}
