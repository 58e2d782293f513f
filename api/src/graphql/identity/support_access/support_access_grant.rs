//! A grant for support.

use async_graphql::{Description, Enum, ID, Object};
use xorb_domain::identity::support_access::{SupportGrant, SupportGrantState as StateView};
use xorb_entities::ids::{SupportGrantId, UserId};

use crate::graphql::scalars::DateTime;

/// How far a grant is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "StateView")]
pub enum SupportAccessGrantState {
    /// The person has not consented yet.
    WaitingForConsent,
    /// Operators can use it.
    Active,
    /// Its time is over.
    Expired,
    /// It was taken back.
    Revoked,
}

/// A permission for the platform's operators to act in the name of a person for a while: half an hour at a time, never for what
/// needs that person themselves, and with everything in the audit trail.
#[derive(Description)]
pub struct SupportAccessGrant(SupportGrant);

impl From<SupportGrant> for SupportAccessGrant {
    fn from(grant: SupportGrant) -> Self {
        Self(grant)
    }
}

#[Object(use_type_description)]
impl SupportAccessGrant {
    /// The grant's id, `sag_…`: tell it to the operator.
    async fn id(&self) -> ID {
        SupportGrantId::from(self.0.id).into()
    }

    /// In whose name, `user_…`.
    async fn user_id(&self) -> ID {
        UserId::from(self.0.user_id).into()
    }

    /// Why.
    async fn reason(&self) -> &str {
        &self.0.reason
    }

    /// How far it is.
    async fn state(&self) -> SupportAccessGrantState {
        self.0.state.into()
    }

    /// When it was given.
    async fn created_at(&self) -> DateTime {
        self.0.created_at.into()
    }

    /// When it ends.
    async fn expires_at(&self) -> DateTime {
        self.0.expires_at.into()
    }

    /// When the person consented; null until then.
    async fn consented_at(&self) -> Option<DateTime> {
        self.0.consented_at.map(Into::into)
    }

    /// When it was taken back; null if it was not.
    async fn revoked_at(&self) -> Option<DateTime> {
        self.0.revoked_at.map(Into::into)
    }
}
