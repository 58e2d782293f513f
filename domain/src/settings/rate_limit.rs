//! `[rate_limit]`: requests by address, before anything expensive happens.

use serde::{Deserialize, Serialize};

use super::problems::Problems;
use super::section::{Context, Section};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RateLimitMode {
    Enforce,
    /// Counted and logged, nothing refused.
    Shadow,
    Off,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RateLimitSettings {
    pub mode: RateLimitMode,
    pub requests_per_second: u32,
    pub burst: u32,
    pub max_tracked_addresses: usize,
}

impl Section for RateLimitSettings {
    fn complete(&mut self, _: &Context<'_>, problems: &mut Problems) {
        problems.check_range(
            "rate_limit.requests_per_second",
            self.requests_per_second,
            1..=1_000_000,
        );
        problems.check_range("rate_limit.burst", self.burst, 1..=1_000_000);
        problems.check_range(
            "rate_limit.max_tracked_addresses",
            self.max_tracked_addresses,
            1000..=10_000_000,
        );
    }
}
