//! What a token says, read strictly: a field that comes twice or has another type makes the whole token malformed. What
//! people may get wrong without harm is read as it comes.

use serde::Deserialize;
use serde_json::{Map, Value};
use xorb_domain::identity::EmailAddress;

/// Seconds since 1970; some providers write fractions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Instant(pub(super) i64);

/// The year 9999; later is a mistake or an attack.
const LAST: f64 = 253_402_300_799.0;

impl<'de> Deserialize<'de> for Instant {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = f64::deserialize(deserializer)?;
        if !(number.is_finite() && (0.0..=LAST).contains(&number)) {
            return Err(serde::de::Error::custom("no instant"));
        }
        #[expect(
            clippy::cast_possible_truncation,
            reason = "the range was just checked"
        )]
        Ok(Self(number.floor() as i64))
    }
}

/// One audience or several.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum Audience {
    One(String),
    Several(Vec<String>),
}

impl Audience {
    pub(super) fn all(&self) -> &[String] {
        match self {
            Self::One(one) => std::slice::from_ref(one),
            Self::Several(several) => several,
        }
    }
}

/// The claims of an ID token or a logout token.
#[derive(Debug, Deserialize)]
pub(super) struct Claims {
    pub(super) iss: String,
    pub(super) aud: Audience,
    pub(super) sub: Option<String>,
    pub(super) exp: Option<Instant>,
    pub(super) iat: Option<Instant>,
    pub(super) nbf: Option<Instant>,
    pub(super) auth_time: Option<Instant>,
    pub(super) nonce: Option<Value>,
    pub(super) azp: Option<String>,
    pub(super) at_hash: Option<String>,
    pub(super) acr: Option<String>,
    pub(super) sid: Option<String>,
    pub(super) jti: Option<String>,
    pub(super) events: Option<Value>,
}

/// What is said about a person, in a token or by the user endpoint.
#[derive(Clone, Debug, Default)]
pub(super) struct Profile(pub(super) Map<String, Value>);

impl Profile {
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        match serde_json::from_slice(bytes) {
            Ok(Value::Object(fields)) => Some(Self(fields)),
            _ => None,
        }
    }

    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name).and_then(Value::as_str)
    }

    pub(super) fn email(&self) -> Option<EmailAddress> {
        self.text("email")?.parse().ok()
    }

    /// Exactly true: nothing that merely looks like it.
    pub(super) fn is_email_verified(&self) -> bool {
        self.0.get("email_verified") == Some(&Value::Bool(true))
    }

    pub(super) fn name(&self) -> Option<String> {
        self.text("name").map(str::to_owned)
    }

    /// Groups under this name: a list of texts, or one text. `None` if nothing is said.
    pub(super) fn groups(&self, claim: &str) -> Option<Vec<String>> {
        match self.0.get(claim)? {
            Value::Array(groups) => {
                let names = groups.iter().filter_map(Value::as_str);
                Some(names.map(str::to_owned).collect())
            }
            Value::String(group) => Some(vec![group.clone()]),
            _ => None,
        }
    }

    /// What the other says counts where this one says nothing.
    pub(super) fn or(mut self, other: Self) -> Self {
        if self.0.contains_key("email") {
            // An address and whether it is verified belong together.
            let mut other = other;
            other.0.remove("email_verified");
            return self.fill(other);
        }
        self.0.remove("email_verified");
        self.fill(other)
    }

    fn fill(mut self, other: Self) -> Self {
        for (name, value) in other.0 {
            self.0.entry(name).or_insert(value);
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn profile(json: &str) -> Profile {
        Profile::read(json.as_bytes()).unwrap()
    }

    #[test]
    fn only_true_is_true() {
        assert!(profile(r#"{"email_verified":true}"#).is_email_verified());
        for other in [r#""true""#, "1", "[true]", "null", "false", r#""yes""#] {
            let json = format!(r#"{{"email_verified":{other}}}"#);
            assert!(!profile(&json).is_email_verified(), "{other}");
        }
        assert!(!profile("{}").is_email_verified());
    }

    #[test]
    fn an_address_of_one_source_is_never_verified_by_the_other() {
        let token = profile(r#"{"email":"a@b.example"}"#);
        let endpoint = profile(r#"{"email":"c@d.example","email_verified":true}"#);
        assert!(!token.clone().or(endpoint.clone()).is_email_verified());
        let turned =
            profile(r#"{"email_verified":true}"#).or(profile(r#"{"email":"c@d.example"}"#));
        assert!(!turned.is_email_verified());
        let both = Profile::default().or(endpoint);
        assert!(both.is_email_verified());
        assert!(both.email().is_some());
    }

    #[test]
    fn what_is_no_instant_is_refused() {
        for text in ["1e400", "-1", "\"1\"", "null", "[]", "1e18"] {
            assert!(serde_json::from_str::<Instant>(text).is_err(), "{text}");
        }
        assert_eq!(serde_json::from_str::<Instant>("7.9").unwrap(), Instant(7));
    }
}
