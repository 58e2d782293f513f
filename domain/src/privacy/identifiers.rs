//! What a person is known by in texts: addresses, and what an officer states besides. Names alone are not searched for.
//!
//! Values are normalised when they are made, so that equal identifiers are equal values. They are personal: `Debug` hides
//! them, and they are stored nowhere but in the vault of a request.

use std::fmt;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use crate::identity::EmailAddress;

/// Shorter texts would be found in what has nothing to do with the person.
const MIN_TEXT_CHARS: usize = 6;
const MAX_TEXT_CHARS: usize = 200;

/// What kind of text identifies the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IdentifierKind {
    /// An e-mail address: it counts only where it stands as a whole.
    Email,
    /// Any other text: a telephone number, a customer number, a handle.
    Text,
}

/// One text that identifies a person, in NFKC and lower case.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "Written", into = "Written")]
pub struct Identifier {
    kind: IdentifierKind,
    value: String,
}

impl Identifier {
    /// An e-mail address; `None` if the text is none.
    #[must_use]
    pub fn email(text: &str) -> Option<Self> {
        let address: EmailAddress = text.parse().ok()?;
        Some(Self {
            kind: IdentifierKind::Email,
            value: address.normalized().to_owned(),
        })
    }

    /// Another text, of 6 to 200 characters of which one is a letter or digit; `None` if it is not.
    #[must_use]
    pub fn text(text: &str) -> Option<Self> {
        if text.len() > MAX_TEXT_CHARS * 8 {
            return None;
        }
        let value = normalized(text);
        is_identifying(&value).then_some(Self {
            kind: IdentifierKind::Text,
            value,
        })
    }

    /// Normalised.
    #[must_use]
    pub fn value(&self) -> &str {
        &self.value
    }

    /// What kind of text it is.
    #[must_use]
    pub fn kind(&self) -> IdentifierKind {
        self.kind
    }
}

impl fmt::Debug for Identifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Identifier({:?}, ********)", self.kind)
    }
}

/// As it lies in a vault.
#[derive(Serialize, Deserialize)]
struct Written {
    kind: IdentifierKind,
    value: String,
}

impl From<Identifier> for Written {
    fn from(identifier: Identifier) -> Self {
        Self {
            kind: identifier.kind,
            value: identifier.value,
        }
    }
}

impl TryFrom<Written> for Identifier {
    type Error = &'static str;

    /// A normalised address is not always an address that could be typed (`i` and a dot), so that it is not read as one again.
    fn try_from(Written { kind, value }: Written) -> Result<Self, Self::Error> {
        let value = normalized(&value);
        let is_of_its_kind = match kind {
            IdentifierKind::Email => value.contains('@'),
            IdentifierKind::Text => is_identifying(&value),
        };
        if is_of_its_kind {
            Ok(Self { kind, value })
        } else {
            Err("no identifier of its kind")
        }
    }
}

fn normalized(text: &str) -> String {
    let lower = text.trim().nfkc().collect::<String>().to_lowercase();
    lower.trim().to_owned()
}

fn is_identifying(value: &str) -> bool {
    (MIN_TEXT_CHARS..=MAX_TEXT_CHARS).contains(&value.chars().count())
        && value.chars().any(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_address_are_one_identifier() {
        let plain = Identifier::email("ann@corp.example").unwrap();
        for spelling in [
            " Ann@Corp.EXAMPLE ",
            "\u{ff41}nn@corp.example",
            "ANN@CORP.EXAMPLE",
        ] {
            assert_eq!(Identifier::email(spelling).as_ref(), Some(&plain));
        }
        assert_eq!(plain.value(), "ann@corp.example");
        assert_eq!(plain.kind(), IdentifierKind::Email);
        assert_eq!(Identifier::email("ann at corp"), None);
    }

    #[test]
    fn a_text_that_is_too_short_or_says_nothing_identifies_nobody() {
        let number = Identifier::text(" +49 170 1234567\n").unwrap();
        assert_eq!(number.value(), "+49 170 1234567");
        assert_eq!(Identifier::text("Ann L"), None);
        assert_eq!(Identifier::text("------"), None);
        assert_eq!(Identifier::text(&"a".repeat(201)), None);
        assert_eq!(Identifier::text(&" ".repeat(10_000)), None);
    }

    #[test]
    fn a_printed_identifier_does_not_show_its_value() {
        let printed = format!("{:?}", Identifier::email("ann@corp.example").unwrap());
        assert_eq!(printed, "Identifier(Email, ********)");
    }

    #[test]
    fn a_vault_gives_back_what_was_put_in_and_normalises_what_was_not() {
        let identifiers = vec![
            Identifier::email("ann@corp.example").unwrap(),
            Identifier::text("customer 4711").unwrap(),
        ];
        let json = serde_json::to_string(&identifiers).unwrap();
        assert_eq!(
            json,
            r#"[{"kind":"email","value":"ann@corp.example"},{"kind":"text","value":"customer 4711"}]"#
        );
        let read: Vec<Identifier> = serde_json::from_str(&json).unwrap();
        assert_eq!(read, identifiers);
        let shouted = r#"{"kind":"email","value":"ANN@corp.example"}"#;
        assert_eq!(
            serde_json::from_str::<Identifier>(shouted).unwrap(),
            identifiers[0]
        );
        assert!(serde_json::from_str::<Identifier>(r#"{"kind":"text","value":"x"}"#).is_err());
        let dotted = Identifier::email("İ@corp.example").unwrap();
        let json = serde_json::to_string(&dotted).unwrap();
        assert_eq!(serde_json::from_str::<Identifier>(&json).unwrap(), dotted);
    }
}
