//! One event of the trail.

use async_graphql::{Description, ID, Object, SimpleObject};
use xorb_domain::audit::{AuditActor as ActorView, AuditEntry};
use xorb_entities::ids::UserId;

use super::AuditOutcome;
use crate::graphql::scalars::DateTime;

/// Something that was done, or tried.
#[derive(Description)]
pub struct AuditEvent(AuditEntry);

impl From<AuditEntry> for AuditEvent {
    fn from(entry: AuditEntry) -> Self {
        Self(entry)
    }
}

#[Object(use_type_description)]
impl AuditEvent {
    /// Its number in the tenant's trail, from 1, without gaps.
    async fn seq(&self) -> i64 {
        self.0.seq
    }

    /// When it was done.
    async fn at(&self) -> DateTime {
        self.0.at.into()
    }

    /// What was done, for example `scan.started`.
    async fn action(&self) -> &str {
        &self.0.action
    }

    /// How it ended.
    async fn outcome(&self) -> AuditOutcome {
        self.0.outcome.into()
    }

    /// What it was done to: the id of an object.
    async fn object(&self) -> Option<&str> {
        self.0.object.as_deref()
    }

    /// Who did it; null for the system, for strangers, and once the person is erased.
    async fn actor(&self) -> Option<AuditActor> {
        self.0.actor.clone().map(Into::into)
    }

    /// Which operator of the platform did it, in somebody's name or not, by a pseudonym that stays the same; null for everybody
    /// else.
    async fn operator(&self) -> Option<String> {
        self.0.operator.map(|pid| pid.to_string())
    }

    /// Why; null without the permission `audit:read_personal`, and once the person is erased.
    async fn reason(&self) -> Option<&str> {
        self.0.reason.as_deref()
    }

    /// From which address; null without the permission `audit:read_personal`, and once the person is erased.
    async fn address(&self) -> Option<&str> {
        self.0.address.as_deref()
    }

    /// With which API key, `key_…`; null for who came with none, without the permission `audit:read_personal`, and once
    /// the person is erased.
    async fn api_key_id(&self) -> Option<ID> {
        self.0.api_key.clone().map(ID)
    }

    /// The request that did it, as its answer named it in `x-request-id`; null for what no request did.
    async fn request_id(&self) -> Option<String> {
        self.0.request_id.map(|id| id.to_string())
    }

    /// The event's hash in hexadecimal; the next event is tied to it.
    async fn hash(&self) -> String {
        hex::encode(&self.0.hash)
    }
}

/// A person in the trail.
#[derive(Clone, Debug, SimpleObject)]
pub struct AuditActor {
    /// The id of the user, `user_…`.
    id: ID,
    /// The name of the user, as it is today.
    display_name: String,
}

impl From<ActorView> for AuditActor {
    fn from(view: ActorView) -> Self {
        Self {
            id: UserId::from(view.user_id).into(),
            display_name: view.display_name,
        }
    }
}
