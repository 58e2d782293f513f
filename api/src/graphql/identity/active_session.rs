//! A session that has not ended.

use async_graphql::{Description, ID, Object};
use xorb_domain::identity::ListedSession;
use xorb_entities::ids::SessionId;

use crate::graphql::scalars::DateTime;

/// A log-in of yours that has not ended.
#[derive(Description)]
pub struct ActiveSession(ListedSession);

impl From<ListedSession> for ActiveSession {
    fn from(session: ListedSession) -> Self {
        Self(session)
    }
}

#[Object(use_type_description)]
impl ActiveSession {
    /// The session's id, `session_…`.
    async fn id(&self) -> ID {
        SessionId::from(self.0.id).into()
    }

    /// When it began.
    async fn created_at(&self) -> DateTime {
        self.0.created_at.into()
    }

    /// When it was last used, to the minute.
    async fn last_seen_at(&self) -> DateTime {
        self.0.last_seen_at.into()
    }

    /// When it ends at the latest.
    async fn expires_at(&self) -> DateTime {
        self.0.expires_at.into()
    }

    /// Whether this request belongs to it.
    async fn current(&self) -> bool {
        self.0.is_current
    }
}
