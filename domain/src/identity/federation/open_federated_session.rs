//! Opens a session for somebody whom a provider let in, and notes which log-in there it came from.

use chrono::{DateTime, Utc};
use serde_json::json;
use uuid::Uuid;
use xorb_entities::identity::SessionDelivery;
use xorb_entities::ids::IdentityProviderId;

use super::queries::{self, NewFederatedSession};
use super::{AssertedPerson, Connection};
use crate::audit::{AuditAction, AuditEvent};
use crate::crypto::{Place, seal_for_subject};
use crate::db::TenantTx;
use crate::identity::queries::step_ups::set_proven_at;
use crate::identity::sessions::{AuthMethod, Means, OpenedSession, Person, open_session};
use crate::identity::{RequestInfo, User};
use crate::secret::Secret;
use crate::{AppError, Core};

pub(super) const ID_TOKEN: Place = Place {
    table: "federated_sessions",
    column: "sealed_id_token",
};

/// The log-in at the provider.
pub(super) struct Origin<'o> {
    pub(super) provider_id: Uuid,
    pub(super) sub: &'o str,
    pub(super) sid: Option<&'o str>,
    pub(super) id_token: Option<&'o Secret<String>>,
    pub(super) proven_at: Option<DateTime<Utc>>,
}

impl<'o> Origin<'o> {
    /// The log-in of this person through this connection.
    pub(super) fn of(connection: &Connection, person: &'o AssertedPerson) -> Self {
        Self {
            provider_id: connection.id,
            sub: &person.sub,
            sid: person.sid.as_deref(),
            id_token: person.id_token.as_ref(),
            proven_at: person.proven_at,
        }
    }
}

/// Opens the session. How fresh its proof is, the provider says; where it does not, the session has to step up.
pub(super) async fn open_federated_session(
    core: &Core,
    tx: &TenantTx,
    user: User,
    origin: &Origin<'_>,
    delivery: SessionDelivery,
    request: &RequestInfo,
) -> Result<OpenedSession, AppError> {
    let subject_id = user.subject_id;
    let means = Means {
        delivery,
        methods: &[AuthMethod::Federated],
        request,
    };
    let session = open_session(tx, &core.settings.auth, Person::from(user), means).await?;
    let session_id = session.actor.session_id.unwrap_or_default();
    if let Some(proven_at) = origin.proven_at {
        set_proven_at(tx, session_id, proven_at).await?;
    }
    // Empty where the provider gives none.
    let token = origin.id_token.map(|token| token.expose().as_bytes());
    let token = token.unwrap_or_default();
    let sealed_id_token = seal_for_subject(tx, subject_id, ID_TOKEN, session_id, token).await?;
    let row = NewFederatedSession {
        session_id,
        subject_id,
        provider_id: origin.provider_id,
        sub: origin.sub,
        sid: origin.sid,
        sealed_id_token,
    };
    queries::insert_federated_session(tx, row).await?;
    let event = AuditEvent::new(AuditAction::SessionLoggedIn, &session.actor)
        .object(IdentityProviderId::from(origin.provider_id));
    tx.record(event.payload(Some(subject_id), json!({ "method": "federation" })));
    Ok(session)
}
