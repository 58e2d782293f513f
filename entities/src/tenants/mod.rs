//! Tenants and the keys that belong to them and to the platform.

pub mod language;
pub mod signing_key;
pub mod tenant;
pub mod tenant_key;

pub use language::Language;
pub use signing_key::{SigningKeyPurpose, SigningKeyState};
pub use tenant::TenantStatus;
