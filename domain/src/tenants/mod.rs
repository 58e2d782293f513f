//! Tenants: companies, and the scope that keeps them apart.

mod scope;

pub use scope::TenantScope;
