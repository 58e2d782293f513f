//! Reads `deadlines.toml`, once.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use chrono::NaiveDate;
use serde::Deserialize;

use super::calendar::Calendar;
use super::effective::Effective;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Tables {
    rules: Vec<Rule>,
    calendars: BTreeMap<String, Calendar>,
}

/// How long an answer may take.
#[derive(Clone, Copy, Debug, Deserialize)]
pub(super) struct Rule {
    pub(super) months: u32,
    pub(super) max_extension_months: u32,
    /// Within this time after receipt the person is told of an extension.
    pub(super) notice_months: u32,
    #[serde(flatten)]
    effective: Effective,
}

static TABLES: LazyLock<Result<Tables, String>> = LazyLock::new(|| {
    toml::from_str(include_str!("deadlines.toml")).map_err(|error| error.to_string())
});

/// The tables of this version.
pub(super) fn tables() -> Result<&'static Tables, &'static str> {
    TABLES.as_ref().map_err(String::as_str)
}

/// The names of all calendars, in order.
pub(crate) fn calendar_names() -> Vec<&'static str> {
    tables().map_or_else(
        |_| Vec::new(),
        |tables| tables.calendars.keys().map(String::as_str).collect(),
    )
}

impl Tables {
    pub(super) fn calendar(&self, name: &str) -> Option<&Calendar> {
        self.calendars.get(name)
    }

    /// The rule in force on a day; before there was one, the first.
    pub(super) fn rule(&self, day: NaiveDate) -> Option<Rule> {
        let mut rules = self.rules.iter();
        rules
            .find(|rule| rule.effective.holds_on(day))
            .or_else(|| self.rules.first())
            .copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_tables_can_be_read() {
        assert!(tables().is_ok(), "{:?}", tables().err());
        assert_eq!(calendar_names(), ["de", "eu"]);
    }
}
