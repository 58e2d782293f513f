//! `DateTime`: an instant, RFC 3339.

use async_graphql::{Description, InputValueError, InputValueResult, Scalar, ScalarType, Value};
use chrono::{SecondsFormat, Utc};

/// An instant in UTC as of RFC 3339, with microseconds: `2026-01-31T09:30:00.000000Z`. Other offsets are accepted in
/// input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Description)]
pub struct DateTime(pub chrono::DateTime<Utc>);

impl From<chrono::DateTime<Utc>> for DateTime {
    fn from(instant: chrono::DateTime<Utc>) -> Self {
        Self(instant)
    }
}

fn read(value: &Value) -> Option<chrono::DateTime<Utc>> {
    let Value::String(text) = value else {
        return None;
    };
    Some(chrono::DateTime::parse_from_rfc3339(text).ok()?.to_utc())
}

#[Scalar(
    use_type_description,
    name = "DateTime",
    specified_by_url = "https://datatracker.ietf.org/doc/html/rfc3339"
)]
impl ScalarType for DateTime {
    fn parse(value: Value) -> InputValueResult<Self> {
        let instant = read(&value)
            .ok_or_else(|| InputValueError::custom("write for example 2026-01-31T09:30:00Z"))?;
        Ok(Self(instant))
    }

    fn is_valid(value: &Value) -> bool {
        read(value).is_some()
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_rfc3339_opts(SecondsFormat::Micros, true))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_is_read_with_any_offset_and_written_in_utc() {
        let instant = DateTime::parse(Value::from("2026-01-31T10:30:00+01:00")).unwrap();
        assert_eq!(
            instant.to_value(),
            Value::from("2026-01-31T09:30:00.000000Z")
        );
    }

    #[test]
    fn what_is_no_instant_is_refused() {
        for text in [
            "2026-01-31",
            "2026-01-31T09:30:00",
            "2026-02-30T00:00:00Z",
            "yesterday",
            "",
        ] {
            assert!(!DateTime::is_valid(&Value::from(text)), "{text}");
        }
        assert!(!DateTime::is_valid(&Value::from(7)));
    }
}
