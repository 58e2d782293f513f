//! How an audited action ended.

use async_graphql::Enum;

/// How an audited action ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "xorb_domain::audit::Outcome")]
pub enum AuditOutcome {
    /// It was done.
    Success,
    /// It was refused: a permission was missing.
    Denied,
    /// It was tried and failed.
    Failure,
}
