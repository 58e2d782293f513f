//! A passkey of one's own.

use async_graphql::{Description, ID, Object};
use xorb_domain::identity::Passkey as PasskeyView;
use xorb_entities::ids::PasskeyId;

use crate::graphql::scalars::DateTime;

/// A passkey of yours.
#[derive(Description)]
pub struct Passkey(PasskeyView);

impl From<PasskeyView> for Passkey {
    fn from(view: PasskeyView) -> Self {
        Self(view)
    }
}

#[Object(use_type_description)]
impl Passkey {
    /// The passkey's id, `passkey_…`.
    async fn id(&self) -> ID {
        PasskeyId::from(self.0.id).into()
    }

    /// What you call it.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// Since when it can be used.
    async fn created_at(&self) -> DateTime {
        self.0.created_at.into()
    }

    /// When it was last used; null if never.
    async fn last_used_at(&self) -> Option<DateTime> {
        self.0.last_used_at.map(Into::into)
    }
}
