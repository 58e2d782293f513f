//! Tenants: companies, and the scope that keeps them apart.

mod every_tenant;
mod insert_tenant;
mod platform;
pub mod queries;
pub mod quotas;
mod scope;
mod sign_up;
mod tenant_slug;

pub(crate) use every_tenant::{TenantRow, every_tenant, find_tenant};
pub(crate) use insert_tenant::{NewTenant, insert_tenant};
pub use queries::Tenant;
pub use scope::TenantScope;
pub use sign_up::{SignUp, sign_up};
pub use tenant_slug::TenantSlug;
