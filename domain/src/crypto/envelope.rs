//! AES-256-GCM envelopes: version byte ‖ key generation ‖ nonce ‖ ciphertext and tag.
//!
//! The header and the place (table, column, tenant, row) are authenticated with the text: a ciphertext that is copied to
//! another row, column or tenant does not open there.

use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use thiserror::Error;
use uuid::Uuid;

use super::DataKey;
use crate::rng::{Rng, random_bytes};

const VERSION: u8 = 1;
/// Version and generation.
const HEADER_LEN: usize = 5;

/// The column that holds a ciphertext.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Table of the ciphertext.
    pub table: &'static str,
    /// Its column.
    pub column: &'static str,
}

/// Why a ciphertext did not open. None of them says anything about the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum SealError {
    /// It is no envelope of ours.
    #[error("the ciphertext is malformed or of an unknown version")]
    Malformed,
    /// It was changed, moved from its place, or sealed with another key.
    #[error("the ciphertext was changed, is not in its place, or belongs to another key")]
    Refused,
    /// The key it names is not there.
    #[error("the key of generation {0} is missing")]
    UnknownGeneration(u32),
}

/// What an envelope is bound to.
#[derive(Clone, Copy)]
pub(super) struct Binding {
    pub(super) place: Place,
    pub(super) tenant_id: Uuid,
    pub(super) row_id: Uuid,
}

impl Binding {
    fn additional_data(self, header: &[u8]) -> Vec<u8> {
        let mut data = header.to_vec();
        for name in [self.place.table, self.place.column] {
            data.extend_from_slice(name.as_bytes());
            data.push(0);
        }
        data.extend_from_slice(self.tenant_id.as_bytes());
        data.extend_from_slice(self.row_id.as_bytes());
        data
    }
}

/// Seals `plaintext` with the key of `generation`.
pub(super) fn seal(
    rng: &dyn Rng,
    key: &DataKey,
    generation: u32,
    binding: Binding,
    plaintext: &[u8],
) -> Result<Vec<u8>, SealError> {
    let mut envelope = vec![VERSION];
    envelope.extend_from_slice(&generation.to_be_bytes());
    let aad = Aad::from(binding.additional_data(&envelope));
    let nonce = random_bytes::<NONCE_LEN>(rng);
    let mut text = plaintext.to_vec();
    cipher(key)?
        .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), aad, &mut text)
        .map_err(|_| SealError::Malformed)?;
    envelope.extend_from_slice(&nonce);
    envelope.append(&mut text);
    Ok(envelope)
}

/// The generation of the key that sealed the envelope.
pub(super) fn generation(envelope: &[u8]) -> Result<u32, SealError> {
    match envelope {
        [VERSION, a, b, c, d, ..] => Ok(u32::from_be_bytes([*a, *b, *c, *d])),
        _ => Err(SealError::Malformed),
    }
}

/// Opens an envelope in its place.
pub(super) fn open(key: &DataKey, binding: Binding, envelope: &[u8]) -> Result<Vec<u8>, SealError> {
    generation(envelope)?;
    let (header, rest) = envelope
        .split_at_checked(HEADER_LEN)
        .ok_or(SealError::Malformed)?;
    let (nonce, text) = rest
        .split_first_chunk::<NONCE_LEN>()
        .ok_or(SealError::Malformed)?;
    let aad = Aad::from(binding.additional_data(header));
    let mut text = text.to_vec();
    let opened = cipher(key)?
        .open_in_place(Nonce::assume_unique_for_key(*nonce), aad, &mut text)
        .map_err(|_| SealError::Refused)?
        .len();
    text.truncate(opened);
    Ok(text)
}

fn cipher(key: &DataKey) -> Result<LessSafeKey, SealError> {
    UnboundKey::new(&AES_256_GCM, key.expose())
        .map(LessSafeKey::new)
        .map_err(|_| SealError::Malformed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::SeededRng;

    const PLACE: Place = Place {
        table: "outgoing_mails",
        column: "ciphertext",
    };

    fn binding() -> Binding {
        Binding {
            place: PLACE,
            tenant_id: Uuid::from_u128(1),
            row_id: Uuid::from_u128(2),
        }
    }

    #[test]
    fn what_was_sealed_opens_in_its_place() {
        let rng = SeededRng::new(1);
        let key = DataKey::generate(&rng);
        let envelope = seal(&rng, &key, 3, binding(), b"text").unwrap();
        assert_eq!(generation(&envelope), Ok(3));
        assert_eq!(open(&key, binding(), &envelope).unwrap(), b"text");
        assert_ne!(
            envelope,
            seal(&rng, &key, 3, binding(), b"text").unwrap(),
            "each has a nonce of its own"
        );
    }

    #[test]
    fn a_ciphertext_does_not_open_anywhere_else() {
        let rng = SeededRng::new(1);
        let key = DataKey::generate(&rng);
        let envelope = seal(&rng, &key, 1, binding(), b"text").unwrap();
        let elsewhere = [
            Binding {
                tenant_id: Uuid::from_u128(9),
                ..binding()
            },
            Binding {
                row_id: Uuid::from_u128(9),
                ..binding()
            },
            Binding {
                place: Place {
                    table: "users",
                    ..PLACE
                },
                ..binding()
            },
            Binding {
                place: Place {
                    column: "text",
                    ..PLACE
                },
                ..binding()
            },
        ];
        for place in elsewhere {
            assert_eq!(open(&key, place, &envelope), Err(SealError::Refused));
        }
        let other_key = DataKey::generate(&rng);
        assert_eq!(
            open(&other_key, binding(), &envelope),
            Err(SealError::Refused)
        );
    }

    #[test]
    fn any_changed_byte_is_noticed_and_no_truncation_panics() {
        let rng = SeededRng::new(1);
        let key = DataKey::generate(&rng);
        let envelope = seal(&rng, &key, 1, binding(), b"text").unwrap();
        for at in 0..envelope.len() {
            let mut changed = envelope.clone();
            changed[at] ^= 1;
            assert!(open(&key, binding(), &changed).is_err(), "byte {at}");
            assert!(
                open(&key, binding(), &envelope[..at]).is_err(),
                "length {at}"
            );
        }
    }
}
