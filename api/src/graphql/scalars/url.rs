//! `URL`: an absolute URL.

use async_graphql::{Description, InputValueError, InputValueResult, Scalar, ScalarType, Value};

/// An absolute URL as of the WHATWG's standard: `https://www.example.org/`.
#[derive(Clone, Debug, PartialEq, Eq, Description)]
pub struct Url(pub url::Url);

/// Longest text that is read.
const MAX_LENGTH: usize = 2_048;

fn read(value: &Value) -> Option<url::Url> {
    let Value::String(text) = value else {
        return None;
    };
    url::Url::parse(text)
        .ok()
        .filter(|_| text.len() <= MAX_LENGTH)
}

#[Scalar(
    use_type_description,
    name = "URL",
    specified_by_url = "https://url.spec.whatwg.org/"
)]
impl ScalarType for Url {
    fn parse(value: Value) -> InputValueResult<Self> {
        let url = read(&value)
            .ok_or_else(|| InputValueError::custom("write for example https://www.example.org/"))?;
        Ok(Self(url))
    }

    fn is_valid(value: &Value) -> bool {
        read(value).is_some()
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn absolute_urls_are_read_and_others_are_not() {
        assert_eq!(
            Url::parse(Value::from("https://EXAMPLE.org"))
                .unwrap()
                .to_value(),
            Value::from("https://example.org/")
        );
        let long = format!("https://example.org/{}", "a".repeat(MAX_LENGTH));
        for text in ["/path", "example.org", "", long.as_str()] {
            assert!(!Url::is_valid(&Value::from(text)), "{text}");
        }
    }
}
