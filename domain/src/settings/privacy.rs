//! `[privacy]`: how data-subject requests are handled.

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
}

impl Section for PrivacySettings {
    fn complete(&mut self, _: &Context<'_>, problems: &mut Problems) {
        let known = calendar_names();
        if !known.contains(&self.holiday_calendar.as_str()) {
            let choices = format!("choose one of {}", known.join(", "));
            problems.add("privacy.holiday_calendar", choices);
        }
    }
}
