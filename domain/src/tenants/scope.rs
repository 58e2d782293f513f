//! The first of the three walls between tenants: a scope that can't be made from an id alone.
//!
//! Only a verified session, a claimed job and the pre-authentication module construct one; every transaction and so
//! every query needs one.

use uuid::Uuid;

use super::platform::PLATFORM_ID;

/// The right to touch one tenant's rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TenantScope {
    tenant_id: Uuid,
}

impl TenantScope {
    /// The tenant whose rows may be touched.
    #[must_use]
    pub fn tenant_id(&self) -> Uuid {
        self.tenant_id
    }

    /// Whether it is the platform's own tenant, the operators' realm.
    #[must_use]
    pub fn is_platform(&self) -> bool {
        self.tenant_id == PLATFORM_ID
    }

    /// For the places that have verified the tenant: sessions, claimed jobs, `identity::pre_authentication`.
    pub(crate) fn verified(tenant_id: Uuid) -> Self {
        Self { tenant_id }
    }
}
