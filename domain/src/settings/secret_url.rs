//! A URL that may carry a password: masked wherever it is printed.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use url::Url;

use crate::secret::Secret;

/// A connection URL. Empty means "not set".
#[derive(Clone)]
pub struct SecretUrl(Secret<String>);

impl SecretUrl {
    #[must_use]
    pub fn new(url: impl Into<String>) -> Self {
        Self(Secret::new(url.into()))
    }

    /// The URL with its password; only for opening the connection.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.expose()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.expose().is_empty()
    }

    /// Scheme in lower case, if there is one.
    #[must_use]
    pub fn scheme(&self) -> Option<String> {
        self.expose()
            .split_once(':')
            .map(|(scheme, _)| scheme.to_ascii_lowercase())
    }

    fn masked(&self) -> String {
        if self.expose().starts_with("sqlite:") || self.is_empty() {
            return self.expose().to_owned();
        }
        let Ok(mut url) = Url::parse(self.expose()) else {
            return "********".to_owned();
        };
        if url.password().is_some() && url.set_password(Some("********")).is_err() {
            return "********".to_owned();
        }
        if url.query().is_some() {
            url.set_query(Some("********"));
        }
        url.to_string()
    }
}

impl Default for SecretUrl {
    fn default() -> Self {
        Self::new("")
    }
}

impl fmt::Display for SecretUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.masked())
    }
}

impl fmt::Debug for SecretUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.masked())
    }
}

impl Serialize for SecretUrl {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.masked())
    }
}

impl<'de> Deserialize<'de> for SecretUrl {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::new)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_password_of_a_url_is_never_printed() {
        let url = SecretUrl::new("postgres://xorb:s3cret@db.example.org:5432/xorb?password=s3cret");
        for text in [url.to_string(), format!("{url:?}")] {
            assert!(!text.contains("s3cret"), "{text}");
            assert!(
                text.contains("xorb:********@db.example.org:5432/xorb"),
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_no_url_is_masked_whole() {
        assert_eq!(
            SecretUrl::new("host=db password=s3cret").to_string(),
            "********"
        );
    }
}
