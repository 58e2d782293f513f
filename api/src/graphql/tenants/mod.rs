//! Tenants: companies on this platform.

mod tenant;

pub use tenant::Tenant;
