//! What a scan step looked at, and what came of it.

use xorb_entities::scans::CoverageOutcome;

use super::Location;

/// The outcome of one check at one location. Only `NotVulnerable` may close a finding: of this check, at exactly this
/// location. A check that did not complete is `Inconclusive`, one that was not allowed or not reached is `NotTested`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coverage {
    pub check_id: &'static str,
    pub location: Location,
    pub outcome: CoverageOutcome,
}
