//! How an entry stands in the file: signed with the key of the certificates, and beside it the master key's word for that
//! key.
//!
//! The keys in the database are not asked. A database that was restored from before a key was made does not know that key,
//! and a row of `signing_keys` may be forged; the master key is in neither the backup nor the ledger.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL;
use serde::{Deserialize, Serialize};

use super::LedgerEntry;
use super::entry::EntryId;
use crate::AppError;
use crate::crypto::{
    JwsError, Keyring, SealError, SigningKey, endorse, endorsed_key, open_jws, sign_jws,
};
use crate::rng::Rng;

/// The type in the header: no text that was signed for another purpose passes for a line.
const TYPE: &str = "xorb-erasure-ledger+jwt";

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    jws: String,
    /// The endorsement of the key that has signed.
    #[serde(with = "hex::serde")]
    key: Vec<u8>,
}

/// Why a line is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LineProblem {
    #[error("it is no line of an erasure ledger, or only a part of one")]
    Garbled,
    #[error("it is not signed by a key of this installation")]
    ForeignKey,
    #[error(
        "its key was endorsed by generation {0} of the master key, which master.key does not hold"
    )]
    UnknownMasterKey(u32),
    #[error("it was changed after it was signed, or signed for another purpose: {0}")]
    Forged(JwsError),
}

/// The line of `entry`, with its end.
///
/// # Errors
/// `Internal` if it can't be written down or endorsed.
pub(super) fn write(
    entry: &LedgerEntry,
    key: &SigningKey,
    keyring: &Keyring,
    rng: &dyn Rng,
) -> Result<String, AppError> {
    let payload = serde_json::to_vec(entry).map_err(AppError::internal)?;
    let line = Line {
        jws: sign_jws(key, TYPE, &payload),
        key: endorse(keyring, rng, key.public()).map_err(AppError::internal)?,
    };
    let mut text = serde_json::to_string(&line).map_err(AppError::internal)?;
    text.push('\n');
    Ok(text)
}

/// The entry of a line, with or without its end, if it is genuine.
pub(super) fn open(text: &[u8], keyring: &Keyring) -> Result<LedgerEntry, LineProblem> {
    let line: Line = serde_json::from_slice(text).map_err(|_| LineProblem::Garbled)?;
    let key = endorsed_key(keyring, &line.key).map_err(|problem| match problem {
        SealError::UnknownGeneration(generation) => LineProblem::UnknownMasterKey(generation),
        SealError::Malformed | SealError::Refused => LineProblem::ForeignKey,
    })?;
    let payload = open_jws(&line.jws, TYPE, |kid| (kid == key.kid()).then_some(key))?;
    serde_json::from_slice(&payload).map_err(|_| LineProblem::Garbled)
}

/// What a line says it is about. Unverified: good for finding a line that is worth verifying.
pub(super) fn claimed_id(text: &[u8]) -> Option<EntryId> {
    let line: Line = serde_json::from_slice(text).ok()?;
    let payload = BASE64URL.decode(line.jws.split('.').nth(1)?).ok()?;
    let entry: LedgerEntry = serde_json::from_slice(&payload).ok()?;
    Some(entry.id())
}

impl From<JwsError> for LineProblem {
    fn from(error: JwsError) -> Self {
        match error {
            JwsError::Malformed => Self::Garbled,
            JwsError::UnknownKey => Self::ForeignKey,
            error => Self::Forged(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use uuid::Uuid;

    use super::*;
    use crate::crypto::{DataKey, MasterKey};
    use crate::privacy::certificate::Digest;
    use crate::rng::SeededRng;

    fn key(seed: u64) -> SigningKey {
        SigningKey::from_seed(&DataKey::generate(&SeededRng::new(seed))).unwrap()
    }

    fn keyring(seed: u64) -> Keyring {
        Keyring::new(MasterKey::generate(&SeededRng::new(seed)))
    }

    fn entry() -> LedgerEntry {
        LedgerEntry {
            tenant_id: Uuid::from_u128(1),
            request_id: Uuid::from_u128(2),
            subjects: vec![Uuid::from_u128(3)],
            tombstones: vec![Digest([4; 32])],
            map_hash: Digest([5; 32]),
            executed_at: DateTime::UNIX_EPOCH,
        }
    }

    fn written(entry: &LedgerEntry, key: &SigningKey, keyring: &Keyring) -> Line {
        let text = write(entry, key, keyring, &SeededRng::new(9)).unwrap();
        serde_json::from_str(&text).unwrap()
    }

    fn open_parts(jws: &str, key: &[u8]) -> Result<LedgerEntry, LineProblem> {
        let line = Line {
            jws: jws.to_owned(),
            key: key.to_owned(),
        };
        open(&serde_json::to_vec(&line).unwrap(), &keyring(1))
    }

    #[test]
    fn a_line_is_read_back_whichever_of_our_keys_has_signed_it() {
        for seed in [1, 2] {
            let text = write(&entry(), &key(seed), &keyring(1), &SeededRng::new(9)).unwrap();
            assert!(text.ends_with('\n') && text.lines().count() == 1, "{text}");
            assert_eq!(open(text.as_bytes(), &keyring(1)), Ok(entry()));
            assert_eq!(claimed_id(text.as_bytes()), Some(entry().id()));
        }
    }

    #[test]
    fn a_key_without_the_word_of_our_master_key_is_a_stranger_s() {
        let (ours, strange) = (
            written(&entry(), &key(1), &keyring(1)),
            written(&entry(), &key(2), &keyring(2)),
        );
        for (jws, key) in [
            (&strange.jws, &strange.key),
            (&strange.jws, &ours.key),
            (&ours.jws, &strange.key),
            (&ours.jws, &Vec::new()),
        ] {
            assert_eq!(open_parts(jws, key), Err(LineProblem::ForeignKey));
        }
        let mut newer = ours.key;
        newer[4] = 2;
        let refused = open_parts(&ours.jws, &newer);
        assert_eq!(refused, Err(LineProblem::UnknownMasterKey(2)));
    }

    #[test]
    fn a_changed_line_or_another_signed_text_is_forged() {
        let ours = written(&entry(), &key(1), &keyring(1));
        let other = LedgerEntry {
            subjects: vec![Uuid::from_u128(9)],
            ..entry()
        };
        let other = written(&other, &key(1), &keyring(1));
        let part = |jws: &str, index: usize| jws.split('.').nth(index).unwrap().to_owned();
        let mixed = format!(
            "{}.{}.{}",
            part(&ours.jws, 0),
            part(&other.jws, 1),
            part(&ours.jws, 2)
        );
        let forged = open_parts(&mixed, &ours.key);
        assert_eq!(forged, Err(LineProblem::Forged(JwsError::Signature)));
        let payload = serde_json::to_vec(&entry()).unwrap();
        let certificate = sign_jws(&key(1), "xorb-erasure-certificate+jwt", &payload);
        let forged = open_parts(&certificate, &ours.key);
        assert_eq!(forged, Err(LineProblem::Forged(JwsError::Type)));
    }

    #[test]
    fn junk_and_what_is_cut_off_is_garbled() {
        let text = write(&entry(), &key(1), &keyring(1), &SeededRng::new(9)).unwrap();
        let plain = serde_json::to_string(&entry()).unwrap();
        for end in 0..text.len() - 1 {
            let cut = open(&text.as_bytes()[..end], &keyring(1));
            assert_eq!(cut, Err(LineProblem::Garbled), "{end}");
        }
        for junk in [plain.as_str(), "{}", "x", "null", "\u{0}"] {
            let refused = open(junk.as_bytes(), &keyring(1));
            assert_eq!(refused, Err(LineProblem::Garbled), "{junk}");
            assert_eq!(claimed_id(junk.as_bytes()), None);
        }
    }
}
