//! The operator who asks.

use std::sync::Arc;

use async_graphql::{Description, ID, Object};
use xorb_domain::AppError;
use xorb_domain::db::ReadSession;
use xorb_domain::identity::{self, Viewer};
use xorb_entities::ids::UserId;

use crate::graphql::Nullable;
use crate::graphql::connection::{Connection, Listing};
use crate::graphql::identity::{ActiveSession, Passkey};

/// You: somebody who runs the platform.
#[derive(Description)]
pub struct Operator {
    view: Viewer,
    reads: Arc<ReadSession>,
}

impl Operator {
    /// The one whose session `reads` is.
    ///
    /// # Errors
    /// As the database says.
    pub async fn of(reads: Arc<ReadSession>) -> Result<Self, AppError> {
        let view = identity::viewer(&reads).await?;
        Ok(Self { view, reads })
    }
}

#[Object(use_type_description)]
impl Operator {
    /// Your id, `user_…`.
    async fn id(&self) -> ID {
        UserId::from(self.view.user.id).into()
    }

    /// Your address.
    async fn email(&self) -> &str {
        &self.view.user.email
    }

    /// Your name.
    async fn display_name(&self) -> &str {
        &self.view.user.display_name
    }

    /// Your passkeys, the newest first: at most twenty.
    async fn passkeys(&self) -> Nullable<Vec<Passkey>> {
        let passkeys = identity::viewer_passkeys(&self.reads).await;
        let shown = |found: Vec<_>| found.into_iter().map(Passkey::from).collect::<Vec<_>>();
        passkeys.map(shown).into()
    }

    /// Your log-ins that have not ended, the newest first.
    async fn sessions(
        &self,
        #[graphql(desc = "How many to give, at most 100.", default = 20)] first: Option<i32>,
        #[graphql(desc = "Continue behind this cursor.")] after: Option<String>,
    ) -> Nullable<Connection<ActiveSession>> {
        Nullable::of(async {
            let listing = Listing::new(first, after.as_deref(), "sessions", ())?;
            let sessions = identity::viewer_sessions(&self.reads, listing.page()).await?;
            let current = self.reads.actor().session_id;
            let sessions = sessions.map(|session| ActiveSession::new(session, current));
            let reads = self.reads.clone();
            listing.connection(sessions, move || {
                let reads = reads.clone();
                async move { identity::count_viewer_sessions(&reads).await }
            })
        })
        .await
    }
}
