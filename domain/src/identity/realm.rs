//! The two realms: the tenants' people and the platform's operators. The listener decides in which one a request is, and no
//! session, challenge or link of one realm is good in the other.

use crate::tenants::TenantScope;

/// Whose side a request, a session or a passkey is on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Realm {
    /// The people of tenants, on the public listener.
    #[default]
    Tenants,
    /// Who runs the platform, on the admin listener.
    Operators,
}

impl Realm {
    /// The realm of a tenant: the platform's own is the operators'.
    #[must_use]
    pub fn of(scope: &TenantScope) -> Self {
        if scope.is_platform() {
            Self::Operators
        } else {
            Self::Tenants
        }
    }
}
