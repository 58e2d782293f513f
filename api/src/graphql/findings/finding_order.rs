//! In which order to list findings.

use async_graphql::Enum;

/// In which order to list findings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Enum)]
#[graphql(remote = "xorb_domain::findings::FindingOrder")]
pub enum FindingOrder {
    /// Those that were seen last first.
    #[default]
    LastSeen,
    /// The worst first; within a severity the oldest first.
    Severity,
}
