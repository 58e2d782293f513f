//! What tells two scans of one machine from those of others, without naming it.

use ring::hmac::{HMAC_SHA256, Key, sign};
use uuid::Uuid;

use crate::crypto::Keyring;

/// The key of a target, by the name of its machine. Whoever can't ask this installation can't guess names by it.
pub(super) fn target_key(keyring: &Keyring, host: &str) -> Uuid {
    let secret = Key::new(HMAC_SHA256, &keyring.shared_secret("scan_targets"));
    let hash = sign(&secret, host.to_ascii_lowercase().as_bytes());
    let bytes = hash.as_ref().first_chunk().copied().unwrap_or_default();
    Uuid::from_bytes(bytes)
}
