//! An offer to join the tenant.

use async_graphql::{Description, ID, Object};
use xorb_domain::identity::Invitation as InvitationView;
use xorb_entities::ids::InvitationId;

use super::Role;
use crate::graphql::scalars::{DateTime, EmailAddress};

/// An offer to join the tenant, sent by mail.
#[derive(Description)]
pub struct Invitation(InvitationView);

impl From<InvitationView> for Invitation {
    fn from(view: InvitationView) -> Self {
        Self(view)
    }
}

#[Object(use_type_description)]
impl Invitation {
    /// The invitation's id, `inv_…`.
    async fn id(&self) -> ID {
        InvitationId::from(self.0.id).into()
    }

    /// Who was invited.
    async fn email(&self) -> EmailAddress {
        EmailAddress(self.0.email.clone())
    }

    /// What the person will be able to do.
    async fn roles(&self) -> Vec<Role> {
        self.0.roles.iter().copied().map(Into::into).collect()
    }

    /// Until when it can be accepted.
    async fn expires_at(&self) -> DateTime {
        self.0.expires_at.into()
    }
}
