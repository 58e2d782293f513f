//! The short name of a tenant, which people type when they log in.

use std::fmt;
use std::str::FromStr;

/// `confirm` because `/privacy/confirm` is a page of its own.
const RESERVED: [&str; 3] = ["platform", "canary", "confirm"];

/// 2 to 63 lower-case letters, digits and inner hyphens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TenantSlug(String);

impl TenantSlug {
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Kept for the house itself.
    #[must_use]
    pub fn is_reserved(&self) -> bool {
        RESERVED.contains(&self.0.as_str())
    }
}

impl fmt::Display for TenantSlug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for TenantSlug {
    type Err = InvalidSlug;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
        let bytes = text.as_bytes();
        let ends_are_plain = bytes.first().is_some_and(|byte| is_plain(*byte))
            && bytes.last().is_some_and(|byte| is_plain(*byte));
        let is_valid = (2..=63).contains(&bytes.len())
            && ends_are_plain
            && bytes.iter().all(|byte| is_plain(*byte) || *byte == b'-');
        if is_valid {
            Ok(Self(text.to_owned()))
        } else {
            Err(InvalidSlug)
        }
    }
}

/// The text is no slug.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "a slug has 2 to 63 lower-case letters, digits and hyphens, and begins and ends with a letter or digit"
)]
pub struct InvalidSlug;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_plain() {
        for valid in ["ab", "acme", "acme-2", "0x", &"a".repeat(63)] {
            assert!(valid.parse::<TenantSlug>().is_ok(), "{valid}");
        }
        for invalid in [
            "",
            "a",
            "-a",
            "a-",
            "Acme",
            "ac me",
            "äcme",
            "a_b",
            "a.b",
            &"a".repeat(64),
        ] {
            assert!(invalid.parse::<TenantSlug>().is_err(), "{invalid}");
        }
        assert!("platform".parse::<TenantSlug>().unwrap().is_reserved());
    }
}
