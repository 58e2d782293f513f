//! Tenants and the keys that belong to them and to the platform.

pub mod language;
pub mod quota;
pub mod rate_limit_policy;
pub mod signing_key;
pub mod tenant;
pub mod tenant_key;

pub use language::Language;
pub use rate_limit_policy::{PolicyMode, PolicyScope, PolicyUnit};
pub use signing_key::{SigningKeyPurpose, SigningKeyState};
pub use tenant::TenantStatus;
