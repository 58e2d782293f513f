//! `Duration`: a length of time, ISO 8601.

use std::fmt::Write;

use async_graphql::{Description, InputValueError, InputValueResult, Scalar, ScalarType, Value};

/// A length of time as of ISO 8601, in days, hours, minutes and seconds: `P1DT2H30M` or `PT90S`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Description)]
pub struct Duration(pub std::time::Duration);

const DAY: u64 = 86_400;

fn read(value: &Value) -> Option<std::time::Duration> {
    let Value::String(text) = value else {
        return None;
    };
    let rest = text.strip_prefix('P')?;
    let (days, time) = match rest.split_once('T') {
        Some((days, time)) if !time.is_empty() => (days, time),
        Some(_) => return None,
        None => (rest, ""),
    };
    if days.is_empty() && time.is_empty() {
        return None;
    }
    let seconds =
        sum(days, &[('D', DAY)])?.checked_add(sum(time, &[('H', 3_600), ('M', 60), ('S', 1)])?)?;
    Some(std::time::Duration::from_secs(seconds))
}

/// Adds up `number unit` pairs; each unit at most once, in order.
fn sum(text: &str, units: &[(char, u64)]) -> Option<u64> {
    let (mut rest, mut total) = (text, 0_u64);
    for (unit, seconds) in units {
        if let Some((number, after)) = rest.split_once(*unit) {
            let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
            let number: u64 = number.parse().ok().filter(|_| is_number)?;
            total = total.checked_add(number.checked_mul(*seconds)?)?;
            rest = after;
        }
    }
    rest.is_empty().then_some(total)
}

fn write(duration: std::time::Duration) -> String {
    let seconds = duration.as_secs();
    let mut text = String::from("P");
    let mut put = |number: u64, unit: &str| {
        if number > 0 {
            let _ = write!(text, "{number}{unit}");
        }
    };
    put(seconds / DAY, "D");
    if seconds == 0 || !seconds.is_multiple_of(DAY) {
        text.push('T');
    }
    let mut put = |number: u64, unit: &str| {
        if number > 0 || (seconds == 0 && unit == "S") {
            let _ = write!(text, "{number}{unit}");
        }
    };
    put(seconds % DAY / 3_600, "H");
    put(seconds % 3_600 / 60, "M");
    put(seconds % 60, "S");
    text
}

#[Scalar(
    use_type_description,
    name = "Duration",
    specified_by_url = "https://datatracker.ietf.org/doc/html/rfc3339#appendix-A"
)]
impl ScalarType for Duration {
    fn parse(value: Value) -> InputValueResult<Self> {
        let duration = read(&value)
            .ok_or_else(|| InputValueError::custom("write for example PT90S or P1DT12H"))?;
        Ok(Self(duration))
    }

    fn is_valid(value: &Value) -> bool {
        read(value).is_some()
    }

    fn to_value(&self) -> Value {
        Value::String(write(self.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read_and_written_in_their_shortest_form() {
        for (text, seconds, written) in [
            ("PT90S", 90, "PT1M30S"),
            ("P1D", 86_400, "P1D"),
            ("P1DT2H30M", 95_400, "P1DT2H30M"),
            ("PT0S", 0, "PT0S"),
            ("PT36H", 129_600, "P1DT12H"),
        ] {
            let duration = Duration::parse(Value::from(text)).unwrap();
            assert_eq!(
                (duration.0.as_secs(), duration.to_value()),
                (seconds, Value::from(written)),
                "{text}"
            );
        }
    }

    #[test]
    fn others_are_refused_and_large_numbers_do_not_overflow() {
        for text in [
            "",
            "P",
            "PT",
            "P1DT",
            "1D",
            "PT1M1H",
            "PT-1S",
            "PT1.5S",
            "P1Y",
            "PT99999999999999999999S",
            "P99999999999999999D",
        ] {
            assert!(!Duration::is_valid(&Value::from(text)), "{text}");
        }
    }
}
