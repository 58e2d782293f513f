//! What a scan step looked at, and what came of it.

use xorb_entities::scans::CoverageOutcome;

use super::Location;

/// The outcome of one check at one location. Only `NotVulnerable` may close a finding: of this check, at this location or,
/// if the location names no parameter, at any parameter of it (a site without weak cookies has no weak cookie). A check that did not complete is `Inconclusive`, one that was not allowed or not reached is `NotTested`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coverage {
    pub check_id: &'static str,
    pub location: Location,
    pub outcome: CoverageOutcome,
}
