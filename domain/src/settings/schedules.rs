//! `[jobs.schedules]`: what recurs, and when.

use serde::{Deserialize, Serialize};

use super::problems::Problems;
use crate::jobs::{JobKind, Schedule};

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SchedulesSettings {
    /// Whether this process fires any.
    pub enabled: bool,
    /// The IANA name of the time zone of all expressions.
    pub time_zone: String,
    pub enqueue_due_sweeps: String,
    pub enqueue_due_verifications: String,
    pub raise_due_alarms: String,
    pub end_due_impersonations: String,
    pub remind_of_ending_keys: String,
    pub prune_jobs: String,
}

impl SchedulesSettings {
    /// All that are to be fired.
    #[must_use]
    pub fn all(&self) -> Vec<Schedule> {
        if !self.enabled {
            return Vec::new();
        }
        self.expressions()
            .into_iter()
            .filter(|(_, cron)| !cron.is_empty())
            .filter_map(|(kind, cron)| Schedule::parse(kind, cron, &self.time_zone).ok())
            .collect()
    }

    fn expressions(&self) -> [(JobKind, &str); 6] {
        [
            (JobKind::EnqueueDueSweeps, &self.enqueue_due_sweeps),
            (
                JobKind::EnqueueDueVerifications,
                &self.enqueue_due_verifications,
            ),
            (JobKind::RaiseDueAlarms, &self.raise_due_alarms),
            (JobKind::EndDueImpersonations, &self.end_due_impersonations),
            (JobKind::RemindOfEndingKeys, &self.remind_of_ending_keys),
            (JobKind::PruneJobs, &self.prune_jobs),
        ]
    }

    pub(super) fn check(&self, problems: &mut Problems) {
        for (kind, cron) in self.expressions() {
            if cron.is_empty() {
                continue;
            }
            if let Err(problem) = Schedule::parse(kind, cron, &self.time_zone) {
                problems.add(&format!("jobs.schedules.{}", kind.as_str()), problem);
            }
        }
    }
}
