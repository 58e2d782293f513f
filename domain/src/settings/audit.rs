//! `[audit]`: signed heads of the audit trail outside the database.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::durations;
use super::problems::Problems;
use super::section::{Context, Section};

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuditSettings {
    #[serde(rename = "checkpoint_seconds", with = "durations::seconds")]
    pub checkpoint_interval: Duration,
}

impl Section for AuditSettings {
    fn complete(&mut self, _: &Context<'_>, problems: &mut Problems) {
        problems.check_range(
            "audit.checkpoint_seconds",
            self.checkpoint_interval.as_secs(),
            1..=3_600,
        );
    }
}
