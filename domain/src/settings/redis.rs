//! `[redis]`: wake-up and order of jobs, shared limits. Without a URL both live in the process.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::problems::Problems;
use super::section::{Context, Section};
use super::{SecretUrl, durations};

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RedisSettings {
    pub url: SecretUrl,
    /// Every key and channel begins with it.
    pub prefix: String,
    #[serde(rename = "timeout_ms", with = "durations::milliseconds")]
    pub timeout: Duration,
}

impl Section for RedisSettings {
    fn complete(&mut self, context: &Context<'_>, problems: &mut Problems) {
        if self.url.is_empty() {
            if !context.role.is_embedded() {
                problems.add("redis.url", format_args!("`xorb {}` needs Redis: set it to redis://…, or run `xorb` without an argument", context.role));
            }
        } else if !matches!(
            self.url.scheme().as_deref(),
            Some("redis" | "rediss" | "redis+unix" | "unix")
        ) {
            problems.add("redis.url", "must begin with redis:// or rediss://");
        }
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':' | '.');
        if self.prefix.is_empty() || self.prefix.len() > 64 || !self.prefix.chars().all(plain) {
            problems.add(
                "redis.prefix",
                "must be 1 to 64 letters, digits, dots, hyphens, underscores or colons",
            );
        }
        problems.check_range("redis.timeout_ms", self.timeout.as_millis(), 10..=60_000);
    }
}
