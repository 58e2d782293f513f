//! E-mail addresses: strict enough that none can break out of a mail header, loose enough for those people have.

use std::fmt;
use std::str::FromStr;

use unicode_normalization::UnicodeNormalization;

const MAX_BYTES: usize = 254;
const MAX_LOCAL_BYTES: usize = 64;

/// An address as its owner writes it, and as it is compared.
#[derive(Clone, PartialEq, Eq)]
pub struct EmailAddress {
    text: String,
    normalized: String,
}

impl EmailAddress {
    /// As its owner writes it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// As it is compared: NFKC in lower case.
    #[must_use]
    pub fn normalized(&self) -> &str {
        &self.normalized
    }
}

/// Personal: never into logs.
impl fmt::Debug for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EmailAddress(********)")
    }
}

/// The text is no address that mail can be sent to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is no e-mail address; write it like name@example.org")]
pub struct InvalidEmailAddress;

impl FromStr for EmailAddress {
    type Err = InvalidEmailAddress;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.len() > MAX_BYTES * 2 {
            return Err(InvalidEmailAddress);
        }
        let text: String = text.trim().nfc().collect();
        let (local, domain) = text.rsplit_once('@').ok_or(InvalidEmailAddress)?;
        let has_valid_length = text.len() <= MAX_BYTES && local.len() <= MAX_LOCAL_BYTES;
        if !(has_valid_length && is_dot_atom(local) && domain.split('.').all(is_label)) {
            return Err(InvalidEmailAddress);
        }
        let normalized = text.nfkc().collect::<String>().to_lowercase();
        Ok(Self { text, normalized })
    }
}

/// RFC 5322 dot-atom, with the letters of RFC 6531.
fn is_dot_atom(local: &str) -> bool {
    let is_atom_character = |c: char| c.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c);
    local
        .split('.')
        .all(|atom| !atom.is_empty() && atom.chars().all(is_atom_character))
}

fn is_label(label: &str) -> bool {
    let is_label_character = |c: char| c.is_alphanumeric() || c == '-';
    !label.is_empty()
        && label.len() <= 63
        && !label.starts_with('-')
        && !label.ends_with('-')
        && label.chars().all(is_label_character)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_compared_without_case_and_form() {
        let address: EmailAddress = " Ada.Lovelace+x@Example.ORG ".parse().unwrap();
        assert_eq!(address.as_str(), "Ada.Lovelace+x@Example.ORG");
        assert_eq!(address.normalized(), "ada.lovelace+x@example.org");
        let wide: EmailAddress = "\u{ff41}da@example.org".parse().unwrap();
        assert_eq!(wide.normalized(), "ada@example.org");
    }

    #[test]
    fn people_s_addresses_are_accepted() {
        for valid in [
            "a@b.de",
            "o'neil@example.org",
            "jörg@müller.example",
            "root@localhost",
        ] {
            assert!(valid.parse::<EmailAddress>().is_ok(), "{valid}");
        }
    }

    #[test]
    fn nothing_gets_through_that_could_break_out_of_a_header() {
        let long = format!("{}@example.org", "a".repeat(65));
        let huge = format!("{}@example.org", "a".repeat(1_000_000));
        for invalid in [
            "",
            "@",
            "a@",
            "@b",
            "a",
            "a@b@c.org",
            "a b@c.org",
            "a@b c.org",
            "a\r\nBcc: x@y.z@c.org",
            "a@c.org\r\nBcc: x@y.z",
            "a@c.org\0",
            "<a@c.org>",
            "a,b@c.org",
            "\"a b\"@c.org",
            "a@c..org",
            ".a@c.org",
            "a.@c.org",
            "a@-c.org",
            "a@[127.0.0.1]",
            "a\u{202e}@c.org",
            &long,
            &huge,
        ] {
            assert!(invalid.parse::<EmailAddress>().is_err(), "{invalid:?}");
        }
    }
}
