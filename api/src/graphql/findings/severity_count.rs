//! How many findings of one severity.

use async_graphql::SimpleObject;

use super::Severity;

/// How many findings of one severity there are.
#[derive(Clone, Debug, SimpleObject)]
pub struct SeverityCount {
    /// The severity.
    severity: Severity,
    /// How many; severities without any are left out.
    count: i64,
}

impl From<xorb_domain::findings::SeverityCount> for SeverityCount {
    fn from(count: xorb_domain::findings::SeverityCount) -> Self {
        Self {
            severity: count.severity.into(),
            count: count.count,
        }
    }
}
