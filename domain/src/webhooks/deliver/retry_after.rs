//! `Retry-After` of an answer: seconds, or a date.

use std::time::Duration;

use chrono::{DateTime, Utc};

/// How long it asks to wait; nothing if it can't be read or lies in the past.
pub(super) fn read(field: &str, now: DateTime<Utc>) -> Option<Duration> {
    let field = field.trim();
    if field.bytes().all(|byte| byte.is_ascii_digit()) {
        return field.parse().ok().map(Duration::from_secs);
    }
    let at = DateTime::parse_from_rfc2822(field).ok()?;
    at.with_timezone(&Utc)
        .signed_duration_since(now)
        .to_std()
        .ok()
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone;

    use super::*;

    #[test]
    fn seconds_and_dates_are_read_and_nonsense_is_not() {
        let now = Utc.with_ymd_and_hms(2026, 11, 22, 4, 0, 0).unwrap();
        for (field, seconds) in [
            ("120", Some(120)),
            (" 0 ", Some(0)),
            ("Sun, 22 Nov 2026 04:01:00 GMT", Some(60)),
            ("Sun, 22 Nov 2026 03:59:00 GMT", None),
            ("", None),
            ("-1", None),
            ("soon", None),
            ("99999999999999999999999", None),
        ] {
            assert_eq!(
                read(field, now),
                seconds.map(Duration::from_secs),
                "{field}"
            );
        }
    }
}
