//! `[quotas]`: what a tenant may have at most, if its own row says nothing else.

use serde::{Deserialize, Serialize};

use super::problems::Problems;
use super::section::{Context, Section};

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuotaSettings {
    pub scans_a_month: i32,
    pub assets: i32,
}

impl Section for QuotaSettings {
    fn complete(&mut self, _: &Context<'_>, problems: &mut Problems) {
        problems.check_range("quotas.scans_a_month", self.scans_a_month, 0..=i32::MAX);
        problems.check_range("quotas.assets", self.assets, 0..=i32::MAX);
    }
}
