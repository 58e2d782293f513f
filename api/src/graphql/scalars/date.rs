//! `Date`: a calendar day.

use async_graphql::{Description, InputValueError, InputValueResult, Scalar, ScalarType, Value};
use chrono::NaiveDate;

/// A calendar day as of RFC 3339: `2026-01-31`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Description)]
pub struct Date(pub NaiveDate);

fn read(value: &Value) -> Option<NaiveDate> {
    let Value::String(text) = value else {
        return None;
    };
    NaiveDate::parse_from_str(text, "%Y-%m-%d")
        .ok()
        .filter(|_| text.len() == 10)
}

#[Scalar(
    use_type_description,
    name = "Date",
    specified_by_url = "https://datatracker.ietf.org/doc/html/rfc3339#section-5.6"
)]
impl ScalarType for Date {
    fn parse(value: Value) -> InputValueResult<Self> {
        let day =
            read(&value).ok_or_else(|| InputValueError::custom("write for example 2026-01-31"))?;
        Ok(Self(day))
    }

    fn is_valid(value: &Value) -> bool {
        read(value).is_some()
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.format("%Y-%m-%d").to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_and_written() {
        assert_eq!(
            Date::parse(Value::from("2024-02-29")).unwrap().to_value(),
            Value::from("2024-02-29")
        );
        for text in ["2023-02-29", "2024-2-29", "29.02.2024", ""] {
            assert!(!Date::is_valid(&Value::from(text)), "{text}");
        }
    }
}
