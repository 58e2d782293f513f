//! How bad a finding is.

use async_graphql::Enum;

/// How bad a finding is, from the worst down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "xorb_entities::findings::Severity")]
pub enum Severity {
    /// To be mended at once.
    Critical,
    /// To be mended soon.
    High,
    /// To be mended.
    Medium,
    /// To be mended when there is time.
    Low,
    /// Worth knowing.
    Info,
}
