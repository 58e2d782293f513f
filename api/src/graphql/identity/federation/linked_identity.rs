//! A provider through which one can log in.

use async_graphql::{Description, ID, Object};
use xorb_domain::identity::federation::LinkedIdentity as LinkedIdentityView;
use xorb_entities::ids::IdentityProviderId;

use crate::graphql::scalars::DateTime;

/// An identity provider that your account is linked to.
#[derive(Description)]
pub struct LinkedIdentity(LinkedIdentityView);

impl From<LinkedIdentityView> for LinkedIdentity {
    fn from(view: LinkedIdentityView) -> Self {
        Self(view)
    }
}

#[Object(use_type_description)]
impl LinkedIdentity {
    /// The provider, for `unlinkIdentityProvider`.
    async fn identity_provider_id(&self) -> ID {
        IdentityProviderId::from(self.0.provider_id).into()
    }

    /// What it is called.
    async fn identity_provider_name(&self) -> &str {
        &self.0.provider_name
    }

    /// Since when.
    async fn linked_at(&self) -> DateTime {
        self.0.linked_at.into()
    }

    /// When you last came from there.
    async fn last_logged_in_at(&self) -> DateTime {
        self.0.last_log_in_at.into()
    }
}
