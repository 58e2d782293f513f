//! `[redis]`: wake-up and order of jobs, shared limits. Without a URL both live in the process.

use std::path::PathBuf;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::problems::Problems;
use super::section::{Context, Section};
use super::{SecretUrl, durations};
use crate::secret::Secret;

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RedisSettings {
    pub url: SecretUrl,
    /// Every key and channel begins with it.
    pub prefix: String,
    #[serde(rename = "timeout_ms", with = "durations::milliseconds")]
    pub timeout: Duration,
    /// Authorities (PEM) to trust instead of the public ones.
    pub ca_file: PathBuf,
    /// What this program shows of itself (PEM), for a server that asks for it.
    pub client_certificate_file: PathBuf,
    pub client_key_file: PathBuf,
    /// `host:port` of the Sentinels. Empty: the URL names the server.
    pub sentinels: Vec<String>,
    /// What the Sentinels call the group.
    pub sentinel_primary: String,
    pub sentinel_password: Secret<String>,
}

impl RedisSettings {
    /// Whether any certificate is named.
    #[must_use]
    pub fn has_certificates(&self) -> bool {
        let files = [
            &self.ca_file,
            &self.client_certificate_file,
            &self.client_key_file,
        ];
        files.iter().any(|file| !file.as_os_str().is_empty())
    }

    fn check_tls(&self, problems: &mut Problems) {
        let is_named = |file: &PathBuf| !file.as_os_str().is_empty();
        if is_named(&self.client_certificate_file) != is_named(&self.client_key_file) {
            problems.add(
                "redis.client_certificate_file",
                "set redis.client_certificate_file and redis.client_key_file, or neither",
            );
        }
        if self.has_certificates() && self.url.scheme().as_deref() != Some("rediss") {
            problems.add(
                "redis.url",
                "must begin with rediss:// when certificates are set: redis:// uses no TLS",
            );
        }
    }

    fn check_sentinels(&self, problems: &mut Problems) {
        if self
            .sentinels
            .iter()
            .any(|sentinel| sentinel.trim().is_empty())
        {
            problems.add("redis.sentinels", "must be host:port, separated by commas");
        }
        if !self.sentinels.is_empty() && self.sentinel_primary.is_empty() {
            problems.add(
                "redis.sentinel_primary",
                "must be what the Sentinels call the group",
            );
        }
    }
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
        if !self.url.is_empty() {
            self.check_tls(problems);
            self.check_sentinels(problems);
        }
        problems.check_range("redis.timeout_ms", self.timeout.as_millis(), 10..=60_000);
    }
}
