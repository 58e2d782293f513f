//! `[log]`: what the process writes to its standard output.

use serde::{Deserialize, Serialize};

use super::problems::Problems;
use super::section::{Context, Section};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LogFormat {
    Text,
    Json,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LogSettings {
    pub format: LogFormat,
    /// A level or a tracing filter.
    pub level: String,
}

impl Section for LogSettings {
    fn complete(&mut self, _: &Context<'_>, problems: &mut Problems) {
        if self.level.trim().is_empty() {
            problems.add(
                "log.level",
                "must be a level such as info, or a filter such as \"info,sqlx=warn\"",
            );
        }
    }
}
