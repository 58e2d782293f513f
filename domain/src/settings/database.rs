//! `[database]`: PostgreSQL or SQLite. After loading, both URLs are filled in.

use std::path::Path;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::problems::Problems;
use super::section::{Context, Section};
use super::{SecretUrl, durations};

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DatabaseSettings {
    pub url: SecretUrl,
    /// Log-in of the schema's owner; the same as `url` unless set.
    pub migration_url: SecretUrl,
    pub max_connections: u32,
    pub system_max_connections: u32,
    #[serde(rename = "acquire_timeout_ms", with = "durations::milliseconds")]
    pub acquire_timeout: Duration,
    #[serde(rename = "statement_timeout_ms", with = "durations::milliseconds")]
    pub statement_timeout: Duration,
}

impl DatabaseSettings {
    #[must_use]
    pub fn is_sqlite(&self) -> bool {
        self.url.scheme().as_deref() == Some("sqlite")
    }

    fn fill_in(&mut self, data_dir: &Path) {
        if self.url.is_empty() {
            self.url = SecretUrl::new(format!(
                "sqlite://{}?mode=rwc",
                data_dir.join("xorb.db").display()
            ));
        }
        if self.migration_url.is_empty() {
            self.migration_url = self.url.clone();
        }
    }
}

impl Section for DatabaseSettings {
    fn complete(&mut self, context: &Context<'_>, problems: &mut Problems) {
        self.fill_in(context.data_dir);
        for (key, url) in [
            ("database.url", &self.url),
            ("database.migration_url", &self.migration_url),
        ] {
            if !matches!(
                url.scheme().as_deref(),
                Some("sqlite" | "postgres" | "postgresql")
            ) {
                problems.add(key, "must begin with postgres:// or sqlite://");
            }
        }
        if !context.role.is_embedded() && self.is_sqlite() {
            problems.add("database.url", format_args!("`xorb {}` needs PostgreSQL: set it to postgres://…, or run `xorb` without an argument", context.role));
        }
        if self.url.scheme().map(|scheme| scheme == "sqlite")
            != self.migration_url.scheme().map(|scheme| scheme == "sqlite")
        {
            problems.add(
                "database.migration_url",
                "must be of the same kind as database.url",
            );
        }
        problems.check_range("database.max_connections", self.max_connections, 1..=1000);
        problems.check_range(
            "database.system_max_connections",
            self.system_max_connections,
            1..=100,
        );
        problems.check_range(
            "database.acquire_timeout_ms",
            self.acquire_timeout.as_millis(),
            100..=60_000,
        );
        problems.check_range(
            "database.statement_timeout_ms",
            self.statement_timeout.as_millis(),
            100..=3_600_000,
        );
    }
}
