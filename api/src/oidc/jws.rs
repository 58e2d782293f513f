//! A signed token as it came: taken apart strictly, before anything in it is believed.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL;
use serde::Deserialize;
use serde_json::Value;
use xorb_domain::identity::federation::FederationRefusal;

use super::algorithm::Algorithm;

/// Honest tokens have one or two kilobytes.
const MAX_BYTES: usize = 64 * 1024;

/// The header. `jku`, `jwk`, `x5u` and `x5c` are not read: keys come from the connection's key set alone.
#[derive(Deserialize)]
struct Header {
    alg: String,
    kid: Option<String>,
    typ: Option<String>,
    crit: Option<Value>,
    enc: Option<Value>,
    zip: Option<Value>,
    b64: Option<Value>,
}

/// A token whose signature is not verified yet.
#[derive(Debug)]
pub(super) struct Jws<'t> {
    pub(super) algorithm: Algorithm,
    pub(super) kid: Option<String>,
    pub(super) kind: Option<String>,
    pub(super) payload: Vec<u8>,
    pub(super) signature: Vec<u8>,
    pub(super) message: &'t str,
}

impl<'t> Jws<'t> {
    pub(super) fn read(token: &'t str) -> Result<Self, FederationRefusal> {
        if token.len() > MAX_BYTES {
            return Err(FederationRefusal::IdTokenTooLarge);
        }
        let malformed = FederationRefusal::IdTokenMalformed;
        let parts: Vec<&str> = token.split('.').collect();
        let [header, payload, signature] = parts.as_slice() else {
            return Err(match parts.len() {
                5 => FederationRefusal::IdTokenEncrypted,
                _ => malformed,
            });
        };
        let (message, _) = token.rsplit_once('.').ok_or(malformed)?;
        let decode = |part: &str| BASE64URL.decode(part).map_err(|_| malformed);
        let header: Header = serde_json::from_slice(&decode(header)?)
            .map_err(|_| FederationRefusal::HeaderMalformed)?;
        if header.enc.is_some() {
            return Err(FederationRefusal::IdTokenEncrypted);
        }
        if header.crit.is_some() || header.zip.is_some() || header.b64.is_some() {
            return Err(FederationRefusal::HeaderCritical);
        }
        let algorithm = Algorithm::of_name(&header.alg);
        Ok(Self {
            algorithm: algorithm.ok_or(FederationRefusal::AlgorithmNotAllowed)?,
            kid: header.kid,
            kind: header.typ,
            payload: decode(payload)?,
            signature: decode(signature)?,
            message,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(token: &str) -> FederationRefusal {
        Jws::read(token).unwrap_err()
    }

    #[test]
    fn what_is_no_plain_signed_token_is_refused() {
        use FederationRefusal as R;
        let header = |json: &str| format!("{}.e30.AA", BASE64URL.encode(json));
        assert_eq!(refused(""), R::IdTokenMalformed);
        assert_eq!(refused("a.b"), R::IdTokenMalformed);
        assert_eq!(refused("a.b.c.d.e"), R::IdTokenEncrypted);
        assert_eq!(refused(&"a".repeat(MAX_BYTES + 1)), R::IdTokenTooLarge);
        assert_eq!(refused("e30=.e30.AA"), R::IdTokenMalformed);
        assert_eq!(refused(&header("{}")), R::HeaderMalformed);
        assert_eq!(refused(&header(r#"{"alg":1}"#)), R::HeaderMalformed);
        for alg in ["none", "None", "HS256", "RS512", "ES384", "rs256", ""] {
            let json = format!(r#"{{"alg":"{alg}"}}"#);
            assert_eq!(refused(&header(&json)), R::AlgorithmNotAllowed, "{alg}");
        }
        for extra in [
            r#""crit":["exp"]"#,
            r#""crit":[]"#,
            r#""zip":"DEF""#,
            r#""b64":false"#,
        ] {
            let json = format!(r#"{{"alg":"RS256",{extra}}}"#);
            assert_eq!(refused(&header(&json)), R::HeaderCritical, "{extra}");
        }
        let twice = r#"{"alg":"none","alg":"RS256"}"#;
        assert_eq!(refused(&header(twice)), R::HeaderMalformed);
        assert!(Jws::read(&header(r#"{"alg":"RS256","jku":"https://evil"}"#)).is_ok());
    }
}
