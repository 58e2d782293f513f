//! What a job does.

use async_graphql::Enum;

/// What a job does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "xorb_domain::jobs::JobKind")]
pub enum JobKind {
    /// Runs the steps of a scan.
    RunScan,
    /// Sends a mail.
    SendMail,
    /// Verifies the whole audit trail of the tenant.
    VerifyAuditTrail,
}
