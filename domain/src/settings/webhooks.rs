//! `[webhooks]`: where tenants may be told what happened, for how long it is tried, and how long replaced keys still sign.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::durations;
use super::problems::Problems;
use super::section::{Context, Section};

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WebhooksSettings {
    /// Loopback and private networks, and http to them; metadata addresses are refused in any case.
    pub allow_private_targets: bool,
    /// From the question for the name to the last byte of the answer.
    #[serde(rename = "timeout_seconds", with = "durations::seconds")]
    pub timeout: Duration,
    /// An endpoint to which nothing could be delivered for this long is disabled.
    #[serde(rename = "disable_after_days", with = "durations::days")]
    pub disable_after: Duration,
    /// A replaced key still signs for this long.
    #[serde(rename = "key_overlap_hours", with = "durations::hours")]
    pub key_overlap: Duration,
    /// Endpoints of one tenant.
    pub max_endpoints: u64,
}

impl Section for WebhooksSettings {
    fn complete(&mut self, _: &Context<'_>, problems: &mut Problems) {
        problems.check_range("webhooks.timeout_seconds", self.timeout.as_secs(), 1..=60);
        problems.check_range(
            "webhooks.disable_after_days",
            self.disable_after.as_secs() / 86_400,
            1..=30,
        );
        problems.check_range(
            "webhooks.key_overlap_hours",
            self.key_overlap.as_secs() / 3_600,
            1..=168,
        );
        problems.check_range("webhooks.max_endpoints", self.max_endpoints, 1..=1_000);
    }
}
