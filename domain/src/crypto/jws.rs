//! Signed texts in the compact form (RFC 7515): one algorithm, `EdDSA` (RFC 8037), and one type for each purpose.
//!
//! What RFC 8725 warns of is refused before a byte of the payload is believed: the reader says which type it expects and
//! finds the key by `kid` among its own; what the header brings along (`jku`, `x5u`, `jwk`) is not even parsed, and
//! critical extensions are refused, because we know none.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL;
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::json;
use thiserror::Error;

use super::{PublicKey, SigningKey};

const ALGORITHM: &str = "EdDSA";

/// Why a text is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum JwsError {
    /// Not three parts of base64url, or the header is no JSON object.
    #[error("it is not in the compact form of a signed text")]
    Malformed,
    /// Another algorithm, or none.
    #[error("it is signed with another algorithm")]
    Algorithm,
    /// Signed for another purpose.
    #[error("it is of another type")]
    Type,
    /// `crit` is present.
    #[error("it demands an extension")]
    Critical,
    /// No `kid`, or that of a stranger.
    #[error("its key is unknown")]
    UnknownKey,
    /// Changed, or signed by somebody else.
    #[error("its signature is wrong")]
    Signature,
}

#[derive(Deserialize)]
struct Header {
    alg: String,
    typ: Option<String>,
    kid: Option<String>,
    crit: Option<IgnoredAny>,
}

/// Signs `payload` as a text of type `typ`.
#[must_use]
pub fn sign_jws(key: &SigningKey, typ: &str, payload: &[u8]) -> String {
    let header = json!({ "alg": ALGORITHM, "typ": typ, "kid": key.public().kid() });
    let mut text = BASE64URL.encode(header.to_string());
    text.push('.');
    BASE64URL.encode_string(payload, &mut text);
    let signature = key.sign(text.as_bytes());
    text.push('.');
    BASE64URL.encode_string(signature, &mut text);
    text
}

/// The payload of a text of type `typ` that one of our keys has signed. `find_key` knows them by `kid`.
///
/// # Errors
/// Says why it is not believed.
pub fn open_jws(
    text: &str,
    typ: &str,
    find_key: impl FnOnce(&str) -> Option<PublicKey>,
) -> Result<Vec<u8>, JwsError> {
    let (signed, signature) = text.rsplit_once('.').ok_or(JwsError::Malformed)?;
    let (header, payload) = signed.split_once('.').ok_or(JwsError::Malformed)?;
    let header: Header =
        serde_json::from_slice(&decode(header)?).map_err(|_| JwsError::Malformed)?;
    let kid = check_header(header, typ)?;
    let key = find_key(&kid).ok_or(JwsError::UnknownKey)?;
    if !key.verify(signed.as_bytes(), &decode(signature)?) {
        return Err(JwsError::Signature);
    }
    decode(payload)
}

fn check_header(header: Header, typ: &str) -> Result<String, JwsError> {
    if header.alg != ALGORITHM {
        return Err(JwsError::Algorithm);
    }
    if header.typ.as_deref() != Some(typ) {
        return Err(JwsError::Type);
    }
    if header.crit.is_some() {
        return Err(JwsError::Critical);
    }
    header.kid.ok_or(JwsError::UnknownKey)
}

fn decode(part: &str) -> Result<Vec<u8>, JwsError> {
    BASE64URL.decode(part).map_err(|_| JwsError::Malformed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::DataKey;
    use crate::rng::SeededRng;

    fn key(seed: u64) -> SigningKey {
        SigningKey::from_seed(&DataKey::generate(&SeededRng::new(seed))).unwrap()
    }

    fn open(text: &str) -> Result<Vec<u8>, JwsError> {
        let ours = key(1).public().clone();
        open_jws(text, "a+jws", |kid| (kid == ours.kid()).then_some(ours))
    }

    fn with_header(header: &str) -> String {
        let text = format!("{}.{}", BASE64URL.encode(header), BASE64URL.encode("x"));
        let signature = BASE64URL.encode(key(1).sign(text.as_bytes()));
        format!("{text}.{signature}")
    }

    #[test]
    fn what_was_signed_is_read_back() {
        assert_eq!(
            open(&sign_jws(&key(1), "a+jws", b"payload")),
            Ok(b"payload".to_vec())
        );
        assert_eq!(open(&sign_jws(&key(1), "a+jws", b"")), Ok(Vec::new()));
    }

    #[test]
    fn another_type_another_key_and_another_algorithm_are_refused() {
        assert_eq!(open(&sign_jws(&key(1), "b+jws", b"x")), Err(JwsError::Type));
        assert_eq!(
            open(&sign_jws(&key(2), "a+jws", b"x")),
            Err(JwsError::UnknownKey)
        );
        let kid = key(1).public().kid().to_owned();
        for alg in ["none", "HS256", "eddsa", ""] {
            let header = format!(r#"{{"alg":"{alg}","typ":"a+jws","kid":"{kid}"}}"#);
            assert_eq!(
                open(&with_header(&header)),
                Err(JwsError::Algorithm),
                "{alg}"
            );
        }
    }

    #[test]
    fn a_header_that_can_be_read_in_two_ways_is_refused() {
        let kid = key(1).public().kid().to_owned();
        for header in [
            format!(r#"{{"alg":"none","alg":"EdDSA","typ":"a+jws","kid":"{kid}"}}"#),
            format!(r#"{{"alg":"EdDSA","typ":"a+jws","kid":"{kid}"}} x"#),
            String::from("[]"),
            String::from("{"),
            String::new(),
        ] {
            assert_eq!(
                open(&with_header(&header)),
                Err(JwsError::Malformed),
                "{header}"
            );
        }
        let critical = format!(r#"{{"alg":"EdDSA","typ":"a+jws","kid":"{kid}","crit":["b64"]}}"#);
        assert_eq!(open(&with_header(&critical)), Err(JwsError::Critical));
    }

    #[test]
    fn no_single_character_can_be_changed() {
        let text = sign_jws(&key(1), "a+jws", b"payload");
        for position in 0..text.len() {
            let mut changed = text.clone().into_bytes();
            changed[position] = if changed[position] == b'A' {
                b'B'
            } else {
                b'A'
            };
            let changed = String::from_utf8(changed).unwrap();
            assert!(open(&changed).is_err(), "{changed}");
        }
        for end in 0..text.len() {
            assert!(open(&text[..end]).is_err());
        }
        assert!(open(&format!("{text}=")).is_err());
        assert!(open(&format!("{text}.x")).is_err());
    }
}
