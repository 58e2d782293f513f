//! Working days: what Regulation 1182/71 calls a day that is no public holiday, Saturday or Sunday.

use chrono::{DateTime, Datelike, Days, NaiveDate, Utc, Weekday};
use serde::Deserialize;

use super::easter::easter_sunday;
use super::effective::Effective;
use super::time_zone::TimeZone;

/// Public holidays and local time of a place.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Calendar {
    #[serde(flatten)]
    time_zone: TimeZone,
    holidays: Vec<Holiday>,
}

#[derive(Clone, Debug, Deserialize)]
struct Holiday {
    #[serde(flatten)]
    rule: HolidayRule,
    #[serde(flatten)]
    effective: Effective,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(untagged)]
enum HolidayRule {
    /// The same date each year.
    Fixed { month: u32, day: u32 },
    /// So many days after Easter Sunday.
    Easter { easter: i64 },
}

impl Calendar {
    pub(super) fn day_of(&self, at: DateTime<Utc>) -> NaiveDate {
        self.time_zone.day_of(at)
    }

    pub(super) fn end_of(&self, day: NaiveDate) -> DateTime<Utc> {
        self.time_zone.end_of(day)
    }

    /// `day`, or the next working day if it is none.
    pub(super) fn working_day_from(&self, day: NaiveDate) -> NaiveDate {
        day.iter_days()
            .find(|day| self.is_working_day(*day))
            .unwrap_or(day)
    }

    fn is_working_day(&self, day: NaiveDate) -> bool {
        !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) && !self.is_holiday(day)
    }

    fn is_holiday(&self, day: NaiveDate) -> bool {
        self.holidays
            .iter()
            .any(|holiday| holiday.effective.holds_on(day) && holiday.rule.is_on(day))
    }
}

impl HolidayRule {
    fn is_on(self, date: NaiveDate) -> bool {
        match self {
            Self::Fixed { month, day } => (date.month(), date.day()) == (month, day),
            Self::Easter { easter } => easter_sunday(date.year())
                .and_then(|sunday| {
                    let days = Days::new(easter.unsigned_abs());
                    if easter < 0 {
                        sunday.checked_sub_days(days)
                    } else {
                        sunday.checked_add_days(days)
                    }
                })
                .is_some_and(|holiday| holiday == date),
        }
    }
}
