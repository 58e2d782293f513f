//! `[scan]`: how hard a target may be touched, and which addresses may be targets at all.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::durations;
use super::problems::Problems;
use super::section::{Context, Section};

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScanSettings {
    /// Loopback and private networks; metadata addresses are refused in any case.
    pub allow_private_targets: bool,
    /// New connections to one target address.
    pub connects_per_second: u32,
    pub max_open_connects: usize,
    /// Scans of one machine that run at once, over all workers.
    pub max_running_per_target: u32,
    #[serde(rename = "connect_timeout_ms", with = "durations::milliseconds")]
    pub connect_timeout: Duration,
    #[serde(rename = "response_timeout_ms", with = "durations::milliseconds")]
    pub response_timeout: Duration,
    #[serde(rename = "max_duration_seconds", with = "durations::seconds")]
    pub max_duration: Duration,
    pub max_response_bytes: usize,
}

impl Section for ScanSettings {
    fn complete(&mut self, _: &Context<'_>, problems: &mut Problems) {
        problems.check_range(
            "scan.connects_per_second",
            self.connects_per_second,
            1..=10_000,
        );
        problems.check_range(
            "scan.max_running_per_target",
            self.max_running_per_target,
            1..=100,
        );
        problems.check_range("scan.max_open_connects", self.max_open_connects, 1..=1_000);
        problems.check_range(
            "scan.connect_timeout_ms",
            self.connect_timeout.as_millis(),
            10..=60_000,
        );
        problems.check_range(
            "scan.response_timeout_ms",
            self.response_timeout.as_millis(),
            10..=300_000,
        );
        problems.check_range(
            "scan.max_duration_seconds",
            self.max_duration.as_secs(),
            1..=86_400,
        );
        problems.check_range(
            "scan.max_response_bytes",
            self.max_response_bytes,
            1_024..=64 * 1024 * 1024,
        );
    }
}
