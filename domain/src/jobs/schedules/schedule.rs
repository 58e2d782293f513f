//! A cron expression in a time zone: when something recurs.
//!
//! Where clocks go forward, what was due in the hour that is missing is due right after it if hour and minute are fixed, and
//! left out otherwise. Where they go back, what has a fixed hour and minute is due once, in the first of the two hours; what
//! recurs within the hour goes on in both.

use std::str::FromStr;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use croner::Cron;
use croner::parser::{CronParser, Seconds, Year};

use crate::jobs::JobKind;

/// Recurring work of one kind.
#[derive(Clone, Debug)]
pub struct Schedule {
    kind: JobKind,
    text: String,
    cron: Cron,
    time_zone: Tz,
}

impl Schedule {
    /// Reads minute, hour, day, month and weekday, and the IANA name of a time zone.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(kind: JobKind, cron: &str, time_zone: &str) -> Result<Self, String> {
        let parser = CronParser::builder()
            .seconds(Seconds::Disallowed)
            .year(Year::Disallowed)
            .build();
        let parsed = parser.parse(cron).map_err(|error| {
            format!("is no cron expression such as \"30 4 * * MON-FRI\" ({error})")
        })?;
        let time_zone = Tz::from_str(time_zone)
            .map_err(|_| "is no time zone: use an IANA name such as Europe/Berlin".to_owned())?;
        Ok(Self {
            kind,
            text: cron.to_owned(),
            cron: parsed,
            time_zone,
        })
    }

    /// What is enqueued at each tick. Its name is the schedule's.
    #[must_use]
    pub fn kind(&self) -> JobKind {
        self.kind
    }

    /// The expression as it was written.
    #[must_use]
    pub fn cron(&self) -> &str {
        &self.text
    }

    /// The name of its time zone.
    #[must_use]
    pub fn time_zone(&self) -> &'static str {
        self.time_zone.name()
    }

    /// The latest tick at or before an instant.
    #[must_use]
    pub fn latest_tick(&self, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let local = at.with_timezone(&self.time_zone);
        let tick = self.cron.find_previous_occurrence(&local, true).ok()?;
        Some(tick.with_timezone(&Utc))
    }

    /// The first tick after an instant.
    #[must_use]
    pub fn next_tick(&self, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let local = at.with_timezone(&self.time_zone);
        let tick = self.cron.find_next_occurrence(&local, false).ok()?;
        Some(tick.with_timezone(&Utc))
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    fn schedule(cron: &str, time_zone: &str) -> Schedule {
        Schedule::parse(JobKind::PruneJobs, cron, time_zone).unwrap()
    }

    fn utc(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    /// All ticks after one instant and at or before another.
    fn ticks(schedule: &Schedule, from: &str, until: &str) -> Vec<String> {
        let until = utc(until);
        let next = |at: &DateTime<Utc>| schedule.next_tick(*at);
        std::iter::successors(next(&utc(from)), next)
            .take_while(|tick| *tick <= until)
            .map(|tick| tick.format("%dT%H:%M").to_string())
            .collect()
    }

    #[test]
    fn a_time_of_day_that_summer_time_skips_is_due_right_after_the_gap() {
        let daily = schedule("30 2 * * *", "Europe/Berlin");
        assert_eq!(
            ticks(&daily, "2026-03-28T00:00:00Z", "2026-03-31T00:00:00Z"),
            ["28T01:30", "29T01:00", "30T00:30"]
        );
    }

    #[test]
    fn a_time_of_day_that_comes_twice_is_due_once() {
        let daily = schedule("30 2 * * *", "Europe/Berlin");
        assert_eq!(
            ticks(&daily, "2026-10-24T00:00:00Z", "2026-10-27T00:00:00Z"),
            ["24T00:30", "25T00:30", "26T01:30"]
        );
    }

    #[test]
    fn what_recurs_within_the_hour_goes_on_in_both_and_skips_what_is_not_there() {
        let half_hourly = schedule("*/30 * * * *", "Europe/Berlin");
        for (day, next) in [("2026-03-29", "2026-03-30"), ("2026-10-25", "2026-10-26")] {
            let (from, until) = (format!("{day}T00:00:00Z"), format!("{next}T00:00:00Z"));
            assert_eq!(ticks(&half_hourly, &from, &until).len(), 48, "{day}");
        }
    }

    #[test]
    fn looking_back_finds_the_ticks_that_looking_ahead_finds() {
        for cron in ["30 2 * * *", "*/20 * * * *", "0 3 * * SUN", "15 1 1 * *"] {
            for zone in [
                "Europe/Berlin",
                "America/St_Johns",
                "Australia/Lord_Howe",
                "UTC",
            ] {
                let schedule = schedule(cron, zone);
                for around in ["2026-03-29", "2026-10-25", "2026-04-05", "2026-11-01"] {
                    looks_back(&schedule, utc(&format!("{around}T00:00:00Z")));
                }
            }
        }
    }

    fn looks_back(schedule: &Schedule, around: DateTime<Utc>) {
        let until = around + TimeDelta::days(2);
        let mut tick = schedule.next_tick(around - TimeDelta::days(2)).unwrap();
        while tick < until {
            let next = schedule.next_tick(tick).unwrap();
            for at in [
                tick,
                tick + TimeDelta::seconds(1),
                next - TimeDelta::seconds(1),
            ] {
                assert_eq!(schedule.latest_tick(at), Some(tick), "{schedule:?} at {at}");
            }
            tick = next;
        }
    }

    #[test]
    fn what_can_not_be_read_says_why() {
        for (cron, zone) in [
            ("* * * *", "UTC"),
            ("61 * * * *", "UTC"),
            ("0 * * * * *", "UTC"),
            ("* * * * *", "Mars/Base"),
        ] {
            assert!(
                Schedule::parse(JobKind::PruneJobs, cron, zone).is_err(),
                "{cron} {zone}"
            );
        }
    }
}
