//! Tenants: companies on this platform.

mod quotas;
mod tenant;

pub use quotas::Quotas;
pub use tenant::Tenant;
