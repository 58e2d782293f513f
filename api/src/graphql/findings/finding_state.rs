//! Where a finding stands.

use async_graphql::Enum;

/// Where a finding stands, from its discovery to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "xorb_entities::findings::FindingState")]
pub enum FindingState {
    /// Found, not judged yet.
    Open,
    /// Judged to be real.
    Confirmed,
    /// Being mended.
    InRemediation,
    /// Said to be mended; a retest will tell.
    FixedUnverified,
    /// Mended, and proven so by a completed scan. People can't set this.
    Mitigated,
    /// Judged to be no weakness.
    FalsePositive,
    /// Real, and accepted for a time.
    RiskAccepted,
    /// The same as another finding.
    Duplicate,
}
