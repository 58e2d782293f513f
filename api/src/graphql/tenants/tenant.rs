//! A tenant, as its people see it.

use async_graphql::{Description, ID, Object};
use xorb_domain::tenants::Tenant as TenantView;
use xorb_entities::ids::TenantId;

use crate::graphql::scalars::DateTime;

/// Your company on this platform.
#[derive(Description)]
pub struct Tenant(TenantView);

impl From<TenantView> for Tenant {
    fn from(view: TenantView) -> Self {
        Self(view)
    }
}

#[Object(use_type_description)]
impl Tenant {
    /// The tenant's id, `tenant_…`.
    async fn id(&self) -> ID {
        TenantId::from(self.0.id).into()
    }

    /// Its name.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// Its short name, with which its people log in.
    async fn slug(&self) -> &str {
        &self.0.slug
    }

    /// Since when all its scans are stopped by `stopTenantScans`; null: they are not. The operator can stop everybody's
    /// scans besides, which is not shown here.
    async fn scans_stopped_at(&self) -> Option<DateTime> {
        self.0.scans_stopped_at.map(DateTime)
    }
}
