//! A session that has not ended.

use async_graphql::{Description, ID, Object};
use uuid::Uuid;
use xorb_domain::identity::Session as SessionView;
use xorb_entities::ids::SessionId;

use crate::graphql::scalars::DateTime;

/// A log-in of yours that has not ended.
#[derive(Description)]
pub struct ActiveSession {
    session: SessionView,
    is_current: bool,
}

impl ActiveSession {
    /// The session, seen from the one with the id `current`.
    #[must_use]
    pub fn new(session: SessionView, current: Option<Uuid>) -> Self {
        let is_current = current == Some(session.id);
        Self {
            session,
            is_current,
        }
    }
}

#[Object(use_type_description)]
impl ActiveSession {
    /// The session's id, `session_…`.
    async fn id(&self) -> ID {
        SessionId::from(self.session.id).into()
    }

    /// When it began.
    async fn created_at(&self) -> DateTime {
        self.session.created_at.into()
    }

    /// When it was last used, to the minute.
    async fn last_seen_at(&self) -> DateTime {
        self.session.last_seen_at.into()
    }

    /// When it ends at the latest.
    async fn expires_at(&self) -> DateTime {
        self.session.expires_at.into()
    }

    /// Whether an operator of the platform holds it in your name; `revokeSession` ends it.
    async fn impersonated(&self) -> bool {
        self.session.is_impersonation
    }

    /// Whether this request belongs to it.
    async fn current(&self) -> bool {
        self.is_current
    }
}
