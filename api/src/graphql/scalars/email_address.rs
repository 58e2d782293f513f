//! `EmailAddress`: what mail can be sent to.

use std::fmt;

use async_graphql::{Description, InputValueError, InputValueResult, Scalar, ScalarType, Value};
use xorb_domain::identity;

/// An e-mail address as of RFC 6531: letters of all scripts are allowed. At most 254 bytes.
#[derive(Clone, PartialEq, Eq, Description)]
pub struct EmailAddress(pub String);

/// Personal: never printed.
impl fmt::Debug for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EmailAddress(…)")
    }
}

/// The domain decides what is an address.
fn read(value: &Value) -> Option<&str> {
    match value {
        Value::String(text) if text.parse::<identity::EmailAddress>().is_ok() => Some(text),
        _ => None,
    }
}

#[Scalar(
    use_type_description,
    name = "EmailAddress",
    specified_by_url = "https://datatracker.ietf.org/doc/html/rfc6531#section-3.3"
)]
impl ScalarType for EmailAddress {
    fn parse(value: Value) -> InputValueResult<Self> {
        let address = read(&value)
            .ok_or_else(|| InputValueError::custom("write for example person@example.org"))?;
        Ok(Self(address.to_owned()))
    }

    fn is_valid(value: &Value) -> bool {
        read(value).is_some()
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_domain_takes_is_taken_and_nothing_else() {
        for text in [
            "a@b",
            "first.last+tag@sub.example.org",
            "jörg@müller.example",
        ] {
            assert!(EmailAddress::is_valid(&Value::from(text)), "{text}");
        }
        for text in ["", "@", "a b@c", "a@b..c", "a@b\r\nBcc: c@d"] {
            assert!(!EmailAddress::is_valid(&Value::from(text)), "{text}");
        }
        assert!(!EmailAddress::is_valid(&Value::from(7)));
    }

    #[test]
    fn an_address_is_never_printed() {
        assert!(!format!("{:?}", EmailAddress("person@example.org".into())).contains("person"));
    }
}
