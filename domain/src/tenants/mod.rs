//! Tenants: companies, and the scope that keeps them apart.

mod every_tenant;
mod insert_tenant;
mod platform;
mod scope;

pub(crate) use every_tenant::{TenantRow, every_tenant, find_tenant};
pub(crate) use insert_tenant::{NewTenant, insert_tenant};
pub(crate) use platform::RESERVED_SLUGS;
pub use scope::TenantScope;
