//! Rotation of keys while the service runs: what the old ones sealed opens as before, what comes is sealed by the new ones.

mod list_keys;
mod rotate_master_key;
mod rotate_tenant_keys;

pub use list_keys::{KeysInUse, SigningKeyInUse, list_keys};
pub use rotate_master_key::{MasterKeyRotation, rotate_master_key};
pub use rotate_tenant_keys::{TenantKeyRotation, rotate_tenant_keys};
