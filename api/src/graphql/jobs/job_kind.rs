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
    /// Answers a request for a new password.
    SendPasswordReset,
    /// Erases a person, scans for what is left, and issues the certificate.
    EraseSubject,
    /// Tells a webhook endpoint what happened.
    DeliverWebhook,
    /// Verifies the whole audit trail of the tenant.
    VerifyAuditTrail,
    /// Deletes what has outlived the time for which it is kept.
    SweepExpired,
    /// Enqueues a sweep for each tenant that has something to sweep. Only the platform has such jobs.
    EnqueueDueSweeps,
    /// Enqueues the daily verifications of audit trails. Only the platform has such jobs.
    EnqueueDueVerifications,
    /// Warns privacy officers of requests that are due soon. Only the platform has such jobs.
    RaiseDueAlarms,
    /// Tells the platform's audit trail what has happened with a grant for support.
    NoteSupportAccess,
    /// Notes that operators' time in somebody's name is over. Only the platform has such jobs.
    EndDueImpersonations,
    /// Reminds of API keys that end soon. Only the platform has such jobs.
    RemindOfEndingKeys,
    /// Deletes finished jobs that nobody needs any more. Only the platform has such jobs.
    PruneJobs,
}
