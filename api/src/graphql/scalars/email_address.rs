//! `EmailAddress`: as a browser's input field takes it.

use std::fmt;

use async_graphql::{Description, InputValueError, InputValueResult, Scalar, ScalarType, Value};

/// An e-mail address as of the HTML standard (what `<input type=email>` takes), at most 254 characters.
#[derive(Clone, PartialEq, Eq, Description)]
pub struct EmailAddress(pub String);

/// Personal: never printed.
impl fmt::Debug for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EmailAddress(…)")
    }
}

const MAX_LENGTH: usize = 254;
const MAX_LOCAL: usize = 64;
const MAX_LABEL: usize = 63;

fn read(value: &Value) -> Option<&str> {
    let Value::String(text) = value else {
        return None;
    };
    let (local, domain) = text.rsplit_once('@')?;
    let is_local = |c: char| c.is_ascii_alphanumeric() || ".!#$%&'*+/=?^_`{|}~-".contains(c);
    let local_fits = (1..=MAX_LOCAL).contains(&local.len()) && local.chars().all(is_local);
    let domain_fits = domain.split('.').all(is_label);
    (text.len() <= MAX_LENGTH && local_fits && domain_fits).then_some(text)
}

fn is_label(label: &str) -> bool {
    (1..=MAX_LABEL).contains(&label.len())
        && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
        && !label.starts_with('-')
        && !label.ends_with('-')
}

#[Scalar(
    use_type_description,
    name = "EmailAddress",
    specified_by_url = "https://html.spec.whatwg.org/multipage/input.html#valid-e-mail-address"
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
    fn addresses_that_browsers_take_are_taken() {
        for text in [
            "a@b",
            "first.last+tag@sub.example.org",
            "x!#$%&'*+/=?^_`{|}~-@example.org",
        ] {
            assert!(EmailAddress::is_valid(&Value::from(text)), "{text}");
        }
    }

    #[test]
    fn others_are_not() {
        let long = format!("{}@example.org", "a".repeat(65));
        for text in [
            "",
            "@",
            "a@",
            "@b",
            "a b@c",
            "a@-b",
            "a@b-",
            "a@b..c",
            "a@b.",
            "ä@b",
            "a@b\r\nBcc: c@d",
            "a@b@c",
            long.as_str(),
        ] {
            assert!(!EmailAddress::is_valid(&Value::from(text)), "{text}");
        }
    }

    #[test]
    fn an_address_is_never_printed() {
        assert!(!format!("{:?}", EmailAddress("person@example.org".into())).contains("person"));
    }
}
