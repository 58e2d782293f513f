//! A tenant as operators see it: that it is there.

use async_graphql::{Description, Enum, ID, Object};
use xorb_domain::identity::operators::OperatedTenant as TenantView;
use xorb_entities::ids::TenantId;

use crate::graphql::scalars::DateTime;

/// Whether a tenant's people can come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "xorb_entities::tenants::TenantStatus")]
pub enum TenantStatus {
    /// They can.
    Active,
    /// It was stopped.
    Suspended,
    /// It is leaving.
    Offboarding,
    /// It shows whether erasures work.
    Canary,
    /// The platform's own.
    Platform,
}

/// A company on this installation. What it has, operators see with its grant only.
#[derive(Description)]
pub struct OperatedTenant(TenantView);

impl From<TenantView> for OperatedTenant {
    fn from(view: TenantView) -> Self {
        Self(view)
    }
}

#[Object(use_type_description)]
impl OperatedTenant {
    /// The tenant's id, `tenant_…`.
    async fn id(&self) -> ID {
        TenantId::from(self.0.id).into()
    }

    /// Its short name.
    async fn slug(&self) -> &str {
        &self.0.slug
    }

    /// Whether its people can come in.
    async fn status(&self) -> TenantStatus {
        self.0.status.into()
    }

    /// When it signed up.
    async fn created_at(&self) -> DateTime {
        self.0.created_at.into()
    }
}
