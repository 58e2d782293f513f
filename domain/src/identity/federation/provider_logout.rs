//! Logout from both sides: a provider tells that somebody has left, or somebody who leaves here is led to the provider's own
//! logout.

use serde_json::json;
use url::Url;
use uuid::Uuid;
use xorb_entities::identity::ProviderState;

use super::connection::post_logout_redirect_uri;
use super::open_federated_session::ID_TOKEN;
use super::queries;
use super::{Connection, FederationError, FederationRefusal};
use crate::audit::{AuditAction, AuditEvent};
use crate::crypto::open_for_subject;
use crate::identity::queries::refresh_tokens::revoke_family;
use crate::identity::queries::sessions::revoke_session;
use crate::identity::{Actor, RequestInfo};
use crate::secret::Secret;
use crate::{AppError, Core};

/// Ends the sessions that a verified logout token names. Returns how many.
///
/// # Errors
/// `Refused` if it names nobody; as the database says.
#[tracing::instrument(skip_all)]
pub async fn end_sessions_of_provider(
    core: &Core,
    request: &RequestInfo,
    connection: &Connection,
    sub: Option<&str>,
    sid: Option<&str>,
) -> Result<usize, FederationError> {
    if sub.is_none() && sid.is_none() {
        return Err(FederationRefusal::LogoutNobody.into());
    }
    if connection.state == ProviderState::Draft {
        return Err(FederationRefusal::ConnectionNotActive.into());
    }
    let tx = core.db.write(&connection.scope).await?;
    let sessions = queries::list_sessions_to_end(&tx, connection.id, sub, sid).await?;
    let mut ended = 0;
    for session_id in sessions {
        if revoke_session(&tx, session_id, "provider_logout").await? {
            revoke_family(&tx, session_id).await?;
            ended += 1;
        }
    }
    let actor = Actor::anonymous(connection.scope, request.clone());
    let event = AuditEvent::new(AuditAction::SessionLoggedOut, &actor);
    let told = json!({ "method": "federation", "sessions": ended });
    tx.record(event.object(connection.public_id()).payload(None, told));
    tx.commit().await?;
    Ok(ended)
}

/// What the provider's own logout is asked with.
#[derive(Clone, Debug)]
pub struct ProviderLogout {
    pub end_session: String,
    pub client_id: String,
    pub id_token: Option<Secret<String>>,
    /// Where the provider sends the browser afterwards.
    pub post_logout_redirect_uri: String,
}

impl ProviderLogout {
    /// Where the browser goes.
    #[must_use]
    pub fn uri(&self) -> Option<Url> {
        let mut url = Url::parse(&self.end_session).ok()?;
        let mut query = url.query_pairs_mut();
        query
            .append_pair("client_id", &self.client_id)
            .append_pair("post_logout_redirect_uri", &self.post_logout_redirect_uri);
        if let Some(token) = &self.id_token {
            query.append_pair("id_token_hint", token.expose());
        }
        drop(query);
        Some(url)
    }
}

/// How the actor's session ends at the provider too, if it came from one that can.
///
/// # Errors
/// As the database says.
#[tracing::instrument(skip_all)]
pub async fn find_provider_logout(
    core: &Core,
    actor: &Actor,
) -> Result<Option<ProviderLogout>, AppError> {
    let (Some(session_id), Some(subject_id)) = (actor.session_id, actor.subject_id) else {
        return Ok(None);
    };
    let tx = core.db.read(&actor.scope).await?;
    let Some((provider_id, sealed)) = queries::find_federated_session(&tx, session_id).await?
    else {
        return Ok(None);
    };
    let Some(row) = queries::find_provider(&tx, provider_id).await? else {
        return Ok(None);
    };
    let connection = super::connection::open(&tx, row).await?;
    let Some(end_session) = connection.endpoints.and_then(|known| known.end_session) else {
        return Ok(None);
    };
    let id_token = open_for_subject(&tx, subject_id, ID_TOKEN, session_id, &sealed).await?;
    let id_token = id_token.and_then(|bytes| {
        String::from_utf8(bytes)
            .ok()
            .filter(|text| !text.is_empty())
    });
    Ok(Some(ProviderLogout {
        end_session,
        client_id: connection.client_id,
        post_logout_redirect_uri: post_logout_redirect_uri(core),
        id_token: id_token.map(Secret::new),
    }))
}

/// Notes a logout token as used. False if it was already.
///
/// # Errors
/// As the database says.
pub async fn use_logout_token(
    core: &Core,
    connection: &Connection,
    jti: &str,
) -> Result<bool, AppError> {
    let tx = core.db.write(&connection.scope).await?;
    let id: Uuid = tx.new_id();
    let is_new = queries::note_logout_token(&tx, id, connection, jti).await?;
    tx.commit().await?;
    Ok(is_new)
}
