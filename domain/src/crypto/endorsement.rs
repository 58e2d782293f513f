//! The master key's word for a public key, to travel with what that key has signed.
//!
//! Whoever reads a signed text outside the database can't ask the database for the key: it may have been restored from
//! before the key was made, and its rows may be forged. An endorsement opens with the master key alone, and only the
//! master key can have made it.

use uuid::Uuid;

use super::{DataKey, Keyring, Place, PublicKey, SealError};
use crate::rng::Rng;

const PLACE: Place = Place {
    table: "erasure-ledger.jsonl",
    column: "key",
};

/// Endorses a key of this installation.
///
/// # Errors
/// If the master key can't seal.
pub fn endorse(keyring: &Keyring, rng: &dyn Rng, key: &PublicKey) -> Result<Vec<u8>, SealError> {
    let bytes = DataKey::from_slice(key.bytes()).ok_or(SealError::Malformed)?;
    let endorsement = keyring.wrap(rng, PLACE, Uuid::nil(), Uuid::nil(), &bytes)?;
    Ok(endorsement.bytes)
}

/// The key that the master key has endorsed.
///
/// # Errors
/// Says why it is not believed.
pub fn endorsed_key(keyring: &Keyring, endorsement: &[u8]) -> Result<PublicKey, SealError> {
    let bytes = keyring.unwrap(PLACE, Uuid::nil(), Uuid::nil(), endorsement)?;
    PublicKey::from_slice(bytes.expose()).ok_or(SealError::Malformed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::{MasterKey, SigningKey};
    use crate::rng::SeededRng;

    #[test]
    fn an_endorsed_key_is_known_to_its_master_key_and_to_no_other() {
        let rng = SeededRng::new(1);
        let keyring = Keyring::new(MasterKey::generate(&rng));
        let other = Keyring::new(MasterKey::generate(&rng));
        let (key, _) = SigningKey::generate(&rng).unwrap();
        let mut endorsement = endorse(&keyring, &rng, key.public()).unwrap();
        assert_eq!(endorsed_key(&keyring, &endorsement).unwrap(), *key.public());
        assert_eq!(endorsed_key(&other, &endorsement), Err(SealError::Refused));
        *endorsement.last_mut().unwrap() ^= 1;
        assert_eq!(
            endorsed_key(&keyring, &endorsement),
            Err(SealError::Refused)
        );
    }
}
