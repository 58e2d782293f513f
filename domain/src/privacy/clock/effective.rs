//! From when until when something holds.

use chrono::NaiveDate;
use serde::Deserialize;

/// First and last day, both included; open where nothing is said.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
pub(super) struct Effective {
    pub(super) from: Option<NaiveDate>,
    pub(super) until: Option<NaiveDate>,
}

impl Effective {
    pub(super) fn holds_on(self, day: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }
}
