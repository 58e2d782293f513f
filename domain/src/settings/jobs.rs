//! `[jobs]`: leases, intervals, and per class the concurrency and the pauses between attempts.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use xorb_entities::map::Retention;

use super::durations;
use super::problems::Problems;
use super::schedules::SchedulesSettings;
use super::section::{Context, Section};

/// One value for each job class.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PerClass<T> {
    pub erasure: T,
    pub interactive: T,
    pub scan: T,
    pub webhook: T,
    pub maintenance: T,
}

impl<T> PerClass<T> {
    /// Name of the class and its value.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &T)> {
        [
            ("erasure", &self.erasure),
            ("interactive", &self.interactive),
            ("scan", &self.scan),
            ("webhook", &self.webhook),
            ("maintenance", &self.maintenance),
        ]
        .into_iter()
    }
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JobsSettings {
    #[serde(rename = "lease_ms", with = "durations::milliseconds")]
    pub lease: Duration,
    #[serde(rename = "heartbeat_ms", with = "durations::milliseconds")]
    pub heartbeat: Duration,
    #[serde(rename = "reconcile_ms", with = "durations::milliseconds")]
    pub reconcile: Duration,
    #[serde(rename = "redispatch_ms", with = "durations::milliseconds")]
    pub redispatch: Duration,
    #[serde(rename = "redis_grace_ms", with = "durations::milliseconds")]
    pub redis_grace: Duration,
    #[serde(rename = "shutdown_timeout_seconds", with = "durations::seconds")]
    pub shutdown_timeout: Duration,
    /// Running at once in one process.
    pub concurrency: PerClass<usize>,
    /// Running at once for one tenant over all processes.
    pub tenant_concurrency: PerClass<usize>,
    /// Pushed to the queue and not started.
    pub max_outstanding: PerClass<usize>,
    /// Pauses in seconds before the second, third, … attempt; the last is repeated.
    pub back_off_seconds: PerClass<Vec<u64>>,
    /// The longest run, in seconds.
    pub deadline_seconds: PerClass<u64>,
    /// Finished jobs are deleted after so many days …
    pub keep_finished_days: u16,
    /// … or as soon as the tenant has so many later ones.
    pub keep_finished: u32,
    pub schedules: SchedulesSettings,
}

impl Section for JobsSettings {
    fn complete(&mut self, _: &Context<'_>, problems: &mut Problems) {
        problems.check_range("jobs.lease_ms", self.lease.as_millis(), 50..=600_000);
        problems.check_range(
            "jobs.heartbeat_ms",
            self.heartbeat.as_millis(),
            10..=200_000,
        );
        problems.check_range(
            "jobs.reconcile_ms",
            self.reconcile.as_millis(),
            10..=600_000,
        );
        problems.check_range(
            "jobs.redispatch_ms",
            self.redispatch.as_millis(),
            10..=600_000,
        );
        problems.check_range(
            "jobs.redis_grace_ms",
            self.redis_grace.as_millis(),
            10..=600_000,
        );
        problems.check_range(
            "jobs.shutdown_timeout_seconds",
            self.shutdown_timeout.as_secs(),
            0..=3_600,
        );
        if self.heartbeat.saturating_mul(2) > self.lease {
            problems.add(
                "jobs.heartbeat_ms",
                "must be at most half of jobs.lease_ms, or a living worker loses its jobs",
            );
        }
        for (table, values) in [
            ("concurrency", &self.concurrency),
            ("tenant_concurrency", &self.tenant_concurrency),
            ("max_outstanding", &self.max_outstanding),
        ] {
            for (class, value) in values.iter() {
                problems.check_range(&format!("jobs.{table}.{class}"), *value, 1..=100_000);
            }
        }
        for (class, seconds) in self.deadline_seconds.iter() {
            let key = format!("jobs.deadline_seconds.{class}");
            problems.check_range(&key, *seconds, 1..=7 * 86_400);
        }
        let promised = Retention::Work.days().unwrap_or_default();
        let days = self.keep_finished_days;
        problems.check_range("jobs.keep_finished_days", days, 1..=promised);
        let count = self.keep_finished;
        problems.check_range("jobs.keep_finished", count, 100..=10_000_000);
        self.schedules.check(problems);
        for (class, pauses) in self.back_off_seconds.iter() {
            if pauses.is_empty() || pauses.iter().any(|pause| *pause > 7 * 86_400) {
                problems.add(
                    &format!("jobs.back_off_seconds.{class}"),
                    "must hold at least one pause, none above a week (604800)",
                );
            }
        }
    }
}
