//! `[privacy]`: how data-subject requests are handled.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::problems::Problems;
use super::section::{Context, Section};
use crate::privacy::calendar_names;

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PrivacySettings {
    /// By whose holidays due dates are counted.
    pub holiday_calendar: String,
    /// To whom a person can complain; letters of refusal name it. Empty: the law's own words.
    pub complaint_authority: String,
    /// Filled in when empty.
    pub erasure_ledger_file: PathBuf,
}

impl Section for PrivacySettings {
    fn complete(&mut self, context: &Context<'_>, problems: &mut Problems) {
        if self.erasure_ledger_file.as_os_str().is_empty() {
            self.erasure_ledger_file = context.data_dir.join("erasure-ledger.jsonl");
        }
        let known = calendar_names();
        if !known.contains(&self.holiday_calendar.as_str()) {
            let choices = format!("choose one of {}", known.join(", "));
            problems.add("privacy.holiday_calendar", choices);
        }
    }
}
