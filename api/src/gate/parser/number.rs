//! Numbers, as the grammar wants them: no leading zeros, and nothing that could belong to them right behind.

use async_graphql_value::Value;

use super::reader::Reader;
use super::syntax_error::Parsed;

/// Reads the number that comes next.
///
/// # Errors
/// If it is none, or beyond what a number can hold.
pub(super) fn number(reader: &mut Reader<'_>) -> Parsed<Value> {
    let text = reader.text();
    let Some(length) = length(text.as_bytes()) else {
        return reader.refuse("expected number");
    };
    let number = text.get(..length).and_then(|text| text.parse().ok());
    let Some(number) = number else {
        return reader.refuse("number out of range");
    };
    reader.advance_by(length);
    Ok(Value::Number(number))
}

/// The bytes that the number at the beginning takes.
fn length(text: &[u8]) -> Option<usize> {
    let mut at = usize::from(text.first() == Some(&b'-'));
    let whole = digits(text, at);
    if whole == 0 || (whole > 1 && text.get(at) == Some(&b'0')) {
        return None;
    }
    at += whole;
    if text.get(at) == Some(&b'.') {
        let fraction = digits(text, at + 1);
        if fraction == 0 {
            return None;
        }
        at += 1 + fraction;
    }
    if matches!(text.get(at), Some(b'e' | b'E')) {
        at += 1 + usize::from(matches!(text.get(at + 1), Some(b'+' | b'-')));
        let exponent = digits(text, at);
        if exponent == 0 {
            return None;
        }
        at += exponent;
    }
    let ends = !matches!(text.get(at), Some(b'.' | b'_' | b'a'..=b'z' | b'A'..=b'Z'));
    ends.then_some(at)
}

fn digits(text: &[u8], from: usize) -> usize {
    let rest = text.get(from..).unwrap_or_default().iter();
    rest.take_while(|byte| byte.is_ascii_digit()).count()
}

#[cfg(test)]
mod tests {
    use super::length;

    #[test]
    fn a_number_ends_where_another_one_begins() {
        for (text, expected) in [
            ("0", 1),
            ("-12", 3),
            ("1-2", 1),
            ("1.50e+10", 8),
            ("-0.0", 4),
            ("7E3-1", 3),
        ] {
            assert_eq!(length(text.as_bytes()), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_only_begins_like_a_number_is_none() {
        for text in [
            "", "-", "01", "-01", "1.", "1.e1", "1e", "1e+", "0x1", "1.2.3", "1a", "1_0", "+1",
        ] {
            assert_eq!(length(text.as_bytes()), None, "{text}");
        }
    }
}
