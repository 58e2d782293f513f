//! `[rate_limit]`: requests by address before anything expensive happens, shared limits, and what runs at once.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::durations;
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
    /// Processes that share a budget while they can't reach Redis.
    pub replicas: u32,
    #[serde(rename = "redis_timeout_ms", with = "durations::milliseconds")]
    pub redis_timeout: Duration,
    /// Refusals within half a minute or so that make limits smaller; 0: none do.
    pub tolerated_refusals: u32,
    pub max_running_credentials: usize,
    pub max_running_mutations: usize,
    pub max_running_queries: usize,
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
        problems.check_range("rate_limit.replicas", self.replicas, 1..=10_000);
        problems.check_range(
            "rate_limit.redis_timeout_ms",
            self.redis_timeout.as_millis(),
            1..=5_000,
        );
        for (key, running) in [
            ("max_running_credentials", self.max_running_credentials),
            ("max_running_mutations", self.max_running_mutations),
            ("max_running_queries", self.max_running_queries),
        ] {
            problems.check_range(&format!("rate_limit.{key}"), running, 1..=1_000_000);
        }
    }
}
