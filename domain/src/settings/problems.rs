//! What is wrong with a configuration. Problems are collected, so that one run of `xorb config check` shows all of them.

use std::fmt;

/// Every problem of the configuration, each a sentence that names the key and says what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingsError {
    problems: Vec<String>,
}

impl SettingsError {
    #[must_use]
    pub fn problems(&self) -> &[String] {
        &self.problems
    }
}

impl fmt::Display for SettingsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.problems.as_slice() {
            [one] => write!(f, "the configuration has a problem: {one}"),
            many => {
                write!(f, "the configuration has {} problems:", many.len())?;
                many.iter()
                    .try_for_each(|problem| write!(f, "\n  - {problem}"))
            }
        }
    }
}

impl std::error::Error for SettingsError {}

/// Collector that the layers and the sections write into.
#[derive(Default)]
pub(super) struct Problems(Vec<String>);

impl Problems {
    pub(super) fn add(&mut self, key: &str, problem: impl fmt::Display) {
        self.0.push(format!("{key}: {problem}"));
    }

    /// Adds a problem unless `value` lies in `allowed`.
    pub(super) fn check_range<T: Copy + PartialOrd + fmt::Display>(
        &mut self,
        key: &str,
        value: T,
        allowed: std::ops::RangeInclusive<T>,
    ) {
        if !allowed.contains(&value) {
            self.add(
                key,
                format_args!(
                    "{value} is out of range; allowed are {} to {}",
                    allowed.start(),
                    allowed.end()
                ),
            );
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn into_error(self) -> SettingsError {
        SettingsError { problems: self.0 }
    }
}
