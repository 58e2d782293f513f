//! Reads of tenant rows.

mod tenants;

pub use tenants::{Tenant, find_tenant, find_tenant_by_slug};
