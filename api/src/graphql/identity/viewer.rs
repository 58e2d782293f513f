//! The one who asks.

use std::sync::Arc;

use async_graphql::{Description, Object};
use xorb_domain::AppError;
use xorb_domain::db::ReadSession;
use xorb_domain::identity::{self, Viewer as ViewerView, federation};
use xorb_domain::tenants;

use super::federation::LinkedIdentity;
use super::support_access::Impersonation;
use super::{AccessPolicy, ActiveSession, Passkey, SecondFactors, User};
use crate::graphql::Nullable;
use crate::graphql::connection::{Connection, Listing};
use crate::graphql::tenants::{Quotas, Tenant};

/// You: the one who asks.
#[derive(Description)]
pub struct Viewer {
    view: ViewerView,
    /// Not the operation's: after a sign-up, the viewer is not the one who asked.
    reads: Arc<ReadSession>,
}

impl Viewer {
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
impl Viewer {
    /// Your account.
    async fn user(&self) -> User {
        self.view.user.clone().into()
    }

    /// Your company on this platform.
    async fn tenant(&self) -> Tenant {
        self.view.tenant.clone().into()
    }

    /// What your company may have at most, and what it has.
    async fn quotas(&self) -> Nullable<Quotas> {
        let quotas = tenants::quotas::quotas(&self.reads).await;
        quotas.map(Quotas::from).into()
    }

    /// What you may do, for example `scans:start`: the sum of your roles.
    async fn permissions(&self) -> Vec<&'static str> {
        self.view
            .permissions
            .iter()
            .map(|permission| permission.as_str())
            .collect()
    }

    /// An operator of the platform who acts in your name; null, if it is you.
    async fn impersonation(&self) -> Option<Impersonation> {
        self.view.impersonation.clone().map(Into::into)
    }

    /// What your company demands of those who log in.
    async fn access_policy(&self) -> Nullable<AccessPolicy> {
        let policy = identity::access_policy(&self.reads).await;
        policy.map(AccessPolicy::from).into()
    }

    /// Your second factors.
    async fn second_factors(&self) -> Nullable<SecondFactors> {
        let factors = identity::viewer_second_factors(&self.reads).await;
        factors.map(SecondFactors::from).into()
    }

    /// Your passkeys, the newest first: at most twenty.
    async fn passkeys(&self) -> Nullable<Vec<Passkey>> {
        let passkeys = identity::viewer_passkeys(&self.reads).await;
        let shown = |found: Vec<_>| found.into_iter().map(Passkey::from).collect::<Vec<_>>();
        passkeys.map(shown).into()
    }

    /// The identity providers that you can log in through, by name.
    async fn linked_identities(&self) -> Nullable<Vec<LinkedIdentity>> {
        let linked = federation::linked_identities(&self.reads).await;
        let shown = |found: Vec<_>| {
            found
                .into_iter()
                .map(LinkedIdentity::from)
                .collect::<Vec<_>>()
        };
        linked.map(shown).into()
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
