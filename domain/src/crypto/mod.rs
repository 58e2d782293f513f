//! Cryptography, all of it through `ring`: hashes, envelopes, the keyring, signing keys.
//!
//! Keys form a chain: the master key (a file, several generations) wraps tenant keys, a tenant key wraps the keys of its
//! people. Deleting a key makes what it sealed noise, everywhere and in every backup.

mod certificate_keys;
mod data_key;
mod endorsement;
mod envelope;
mod hash;
mod jws;
mod keyring;
mod master_key;
mod open_all;
mod rotation;
mod sealing;
mod signing_key;
mod signing_keys;
mod subject_keys;
mod tenant_keys;

pub use certificate_keys::write_certificate_keys;
pub use data_key::DataKey;
pub use endorsement::{endorse, endorsed_key};
pub use envelope::{Place, SealError};
pub use hash::{FieldHasher, are_equal, hmac_sha256, sha256};
pub use jws::{JwsError, open_jws, sign_jws};
pub use keyring::{Keyring, WrappedKey};
pub use master_key::{MasterKey, MasterKeyError};
pub use open_all::{Opened, Sealed, open_all};
pub use rotation::{
    KeysInUse, MasterKeyRotation, SigningKeyInUse, TenantKeyRotation, list_keys, rotate_master_key,
    rotate_tenant_keys,
};
pub use sealing::{
    mac_for_tenant, open_for_subject, open_for_tenant, seal_for_subject, seal_for_tenant,
};
pub use signing_key::{PublicKey, SigningKey};
pub use signing_keys::{SigningKeys, genuine_public_keys, load_signing_keys, rotate_signing_key};
pub use subject_keys::create_subject_key;
pub use tenant_keys::create_tenant_key;
