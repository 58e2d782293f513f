//! Which day an instant belongs to, and when a day ends: local time with the European Union's summer time.

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, TimeDelta, Utc};
use serde::Deserialize;

use super::effective::Effective;

#[derive(Clone, Copy, Debug, Deserialize)]
pub(super) struct TimeZone {
    pub(super) utc_offset_minutes: i32,
    /// While this holds, clocks go forward an hour between the last Sundays of March and October, 01:00 UTC.
    pub(super) summer_time: Option<Effective>,
}

impl TimeZone {
    /// The local date.
    pub(super) fn day_of(&self, at: DateTime<Utc>) -> NaiveDate {
        let local = at.checked_add_signed(self.offset(at)).unwrap_or(at);
        local.date_naive()
    }

    /// The last second of the local day.
    pub(super) fn end_of(&self, day: NaiveDate) -> DateTime<Utc> {
        let last = NaiveTime::from_hms_opt(23, 59, 59).unwrap_or_default();
        let local = day.and_time(last).and_utc();
        // Clocks change in the small hours, so the offset an hour or two off is that of the day's end.
        local
            .checked_sub_signed(self.offset(local))
            .unwrap_or(local)
    }

    fn offset(&self, at: DateTime<Utc>) -> TimeDelta {
        let day = at.date_naive();
        let holds = self.summer_time.is_some_and(|summer| summer.holds_on(day));
        let is_summer = holds
            && change(day.year(), 3).is_some_and(|begin| begin <= at)
            && change(day.year(), 10).is_some_and(|end| at < end);
        let minutes = i64::from(self.utc_offset_minutes) + if is_summer { 60 } else { 0 };
        TimeDelta::minutes(minutes)
    }
}

/// 01:00 UTC on the last Sunday of a month of 31 days.
fn change(year: i32, month: u32) -> Option<DateTime<Utc>> {
    let last = NaiveDate::from_ymd_opt(year, month, 31)?;
    let since_sunday = last.weekday().num_days_from_sunday();
    let sunday = last.checked_sub_days(Days::new(since_sunday.into()))?;
    Some(sunday.and_hms_opt(1, 0, 0)?.and_utc())
}

#[cfg(test)]
mod tests {
    use super::*;

    const BERLIN: TimeZone = TimeZone {
        utc_offset_minutes: 60,
        summer_time: Some(Effective {
            from: None,
            until: None,
        }),
    };

    fn utc(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn a_day_ends_by_local_time_in_summer_and_in_winter() {
        for (day, end) in [
            ("2026-01-31", "2026-01-31T22:59:59Z"),
            ("2026-03-28", "2026-03-28T22:59:59Z"),
            ("2026-03-29", "2026-03-29T21:59:59Z"), // clocks go forward in its night
            ("2026-07-01", "2026-07-01T21:59:59Z"),
            ("2026-10-24", "2026-10-24T21:59:59Z"),
            ("2026-10-25", "2026-10-25T22:59:59Z"), // and back
        ] {
            assert_eq!(BERLIN.end_of(day.parse().unwrap()), utc(end), "{day}");
            assert_eq!(BERLIN.day_of(utc(end)).to_string(), day);
            let next = utc(end) + TimeDelta::seconds(1);
            assert_ne!(BERLIN.day_of(next).to_string(), day);
        }
    }
}
