//! Due dates by calendar month.
//!
//! Regulation 1182/71, Art. 3: the day of receipt does not count, so a month ends with the day of the same number; where
//! that month has no such day, with its last; and where that is a holiday, a Saturday or a Sunday, with the next working day.

use chrono::{DateTime, Months, NaiveDate, Utc};

use super::calendar::Calendar;
use super::tables::{Rule, Tables, tables};
use crate::AppError;

/// The clock of requests at one place.
#[derive(Clone, Copy, Debug)]
pub struct Deadlines {
    tables: &'static Tables,
    calendar: &'static Calendar,
}

impl Deadlines {
    /// By the holidays of this calendar.
    ///
    /// # Errors
    /// `Internal` if there is no such calendar; the settings have checked it.
    pub fn by(calendar: &str) -> Result<Self, AppError> {
        let tables = tables().map_err(AppError::internal)?;
        let calendar = tables
            .calendar(calendar)
            .ok_or_else(|| AppError::internal("privacy.holiday_calendar names no calendar"))?;
        Ok(Self { tables, calendar })
    }

    /// The last second in which a request of that receipt can be answered in time, with so many months of extension.
    #[must_use]
    pub fn due_at(&self, received_at: DateTime<Utc>, extension_months: u32) -> DateTime<Utc> {
        let months = self
            .rule(received_at)
            .map_or(1, |rule| rule.months)
            .saturating_add(extension_months);
        self.end_of_months(received_at, months)
    }

    /// The last second in which an extension can be told in time.
    #[must_use]
    pub fn notice_due_at(&self, received_at: DateTime<Utc>) -> DateTime<Utc> {
        let months = self.rule(received_at).map_or(1, |rule| rule.notice_months);
        self.end_of_months(received_at, months)
    }

    /// By how many months the answer may be put off at most.
    #[must_use]
    pub fn max_extension_months(&self, received_at: DateTime<Utc>) -> u32 {
        self.rule(received_at)
            .map_or(0, |rule| rule.max_extension_months)
    }

    /// The local date.
    #[must_use]
    pub fn day_of(&self, at: DateTime<Utc>) -> NaiveDate {
        self.calendar.day_of(at)
    }

    fn rule(&self, received_at: DateTime<Utc>) -> Option<Rule> {
        self.tables.rule(self.day_of(received_at))
    }

    fn end_of_months(&self, received_at: DateTime<Utc>, months: u32) -> DateTime<Utc> {
        let received = self.day_of(received_at);
        let same_day = received
            .checked_add_months(Months::new(months))
            .unwrap_or(received);
        self.calendar
            .end_of(self.calendar.working_day_from(same_day))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn due(calendar: &str, received: &str, extension: u32) -> String {
        let deadlines = Deadlines::by(calendar).unwrap();
        let received = format!("{received}T10:00:00Z").parse().unwrap();
        let due_at = deadlines.due_at(received, extension);
        deadlines.calendar.day_of(due_at).to_string()
    }

    #[test]
    fn a_month_ends_with_the_day_of_the_same_number_or_with_the_last_of_the_month() {
        for (received, expected) in [
            ("2026-03-10", "2026-04-10"),
            ("2027-01-29", "2027-03-01"), // 28 February is a Sunday
            ("2025-01-31", "2025-02-28"), // no 31 February
            ("2028-01-31", "2028-02-29"), // a leap year
            ("2028-01-30", "2028-02-29"),
            ("2028-02-29", "2028-03-29"),
            ("2027-05-31", "2027-06-30"),
            ("2026-12-15", "2027-01-15"), // over the year's end
            ("2025-12-31", "2026-02-02"), // 31 January is a Saturday
        ] {
            assert_eq!(due("eu", received, 0), expected, "{received}");
        }
    }

    #[test]
    fn an_end_on_a_weekend_or_holiday_moves_to_the_next_working_day() {
        for (calendar, received, expected) in [
            ("eu", "2026-03-18", "2026-04-20"), // a Saturday
            ("eu", "2026-03-19", "2026-04-20"), // a Sunday
            ("eu", "2026-03-03", "2026-04-07"), // Good Friday, weekend, Easter Monday
            ("eu", "2026-03-06", "2026-04-07"), // Easter Monday
            ("de", "2026-04-14", "2026-05-15"), // Ascension Day
            ("de", "2026-04-25", "2026-05-26"), // Whit Monday
            ("eu", "2026-04-01", "2026-05-04"), // Labour Day, then a weekend
            ("eu", "2024-11-25", "2024-12-27"), // Christmas and the day after
            ("eu", "2025-12-01", "2026-01-02"), // New Year's Day
            ("eu", "2029-04-09", "2029-05-11"), // Europe Day, then Ascension Day
            ("de", "2029-04-09", "2029-05-09"), // Europe Day is none in Germany
            ("de", "2025-09-03", "2025-10-06"), // German Unity, then a weekend
            ("eu", "2025-09-03", "2025-10-03"), // none elsewhere
        ] {
            assert_eq!(
                due(calendar, received, 0),
                expected,
                "{calendar} {received}"
            );
        }
    }

    #[test]
    fn a_holiday_counts_only_while_it_is_in_force() {
        assert_eq!(due("de", "2017-09-30", 0), "2017-10-30");
        assert_eq!(due("de", "2017-10-01", 0), "2017-11-01");
        let deadlines = Deadlines::by("de").unwrap();
        let reformation = |year: i32| {
            let day = NaiveDate::from_ymd_opt(year, 10, 31).unwrap();
            deadlines.calendar.working_day_from(day) != day
        };
        assert!(reformation(2017), "a holiday in that year only");
        assert!(!reformation(2018));
        assert!(!reformation(2016));
    }

    #[test]
    fn an_extension_is_counted_from_receipt_and_not_from_the_first_due_date() {
        for (received, extension, expected) in [
            ("2025-01-31", 1, "2025-03-31"), // not 28 March
            ("2025-01-31", 2, "2025-04-30"),
            ("2026-03-19", 1, "2026-05-19"), // not a month after the Monday
            ("2026-03-19", 2, "2026-06-19"),
            ("2025-11-30", 2, "2026-03-02"), // 28 February 2026 is a Saturday
            ("2027-11-30", 2, "2028-02-29"),
        ] {
            assert_eq!(due("eu", received, extension), expected, "{received}");
        }
    }
}
