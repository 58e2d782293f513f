//! Kinds of jobs, with the class and the attempts of each: one table.

use std::str::FromStr;

use super::JobClass;

/// What a job does. Each kind has one handler file of the same name in the worker crate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum JobKind {
    /// Runs the steps of a scan. Arguments: `scan_id`.
    RunScan,
    /// Hands one outgoing mail to the mail transport. Arguments: `mail_id`.
    SendMail,
    /// Answers a request for a new password. Arguments: `user_id`, of nobody if there is no such account.
    SendPasswordReset,
    /// Erases a person and proves it. Arguments: `request_id`.
    EraseSubject,
    /// Tells a webhook endpoint what happened. Arguments: `delivery_id`.
    DeliverWebhook,
    /// Verifies a tenant's whole audit chain. No arguments.
    VerifyAuditTrail,
    /// Deletes what has outlived its retention class. No arguments.
    SweepExpired,
    /// Enqueues a sweep for each tenant that has something to sweep. No arguments; the platform's own.
    EnqueueDueSweeps,
    /// Enqueues the daily verification of each audit trail that is due. No arguments; the platform's own.
    EnqueueDueVerifications,
    /// Warns privacy officers of requests that are due soon. No arguments; the platform's own.
    RaiseDueAlarms,
    /// Tells the platform's trail what has happened with a grant for support. Arguments: `support_grant_id`.
    NoteSupportAccess,
    /// Notes impersonations that time has ended. No arguments; the platform's own.
    EndDueImpersonations,
    /// Reminds of API keys that end soon. No arguments; the platform's own.
    RemindOfEndingKeys,
    /// Deletes finished jobs that nobody needs any more. No arguments; the platform's own.
    PruneJobs,
}

impl JobKind {
    /// All kinds.
    pub const ALL: [Self; 14] = [
        Self::RunScan,
        Self::SendMail,
        Self::SendPasswordReset,
        Self::EraseSubject,
        Self::DeliverWebhook,
        Self::VerifyAuditTrail,
        Self::SweepExpired,
        Self::EnqueueDueSweeps,
        Self::EnqueueDueVerifications,
        Self::RaiseDueAlarms,
        Self::NoteSupportAccess,
        Self::EndDueImpersonations,
        Self::RemindOfEndingKeys,
        Self::PruneJobs,
    ];

    /// The value in `jobs.kind`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::RunScan => "run_scan",
            Self::SendMail => "send_mail",
            Self::SendPasswordReset => "send_password_reset",
            Self::EraseSubject => "erase_subject",
            Self::DeliverWebhook => "deliver_webhook",
            Self::VerifyAuditTrail => "verify_audit_trail",
            Self::SweepExpired => "sweep_expired",
            Self::EnqueueDueSweeps => "enqueue_due_sweeps",
            Self::EnqueueDueVerifications => "enqueue_due_verifications",
            Self::RaiseDueAlarms => "raise_due_alarms",
            Self::NoteSupportAccess => "note_support_access",
            Self::EndDueImpersonations => "end_due_impersonations",
            Self::RemindOfEndingKeys => "remind_of_ending_keys",
            Self::PruneJobs => "prune_jobs",
        }
    }

    /// The pool it runs in.
    #[must_use]
    pub fn class(self) -> JobClass {
        match self {
            Self::RunScan => JobClass::Scan,
            Self::SendMail | Self::SendPasswordReset => JobClass::Interactive,
            Self::EraseSubject => JobClass::Erasure,
            Self::DeliverWebhook => JobClass::Webhook,
            Self::VerifyAuditTrail
            | Self::SweepExpired
            | Self::EnqueueDueSweeps
            | Self::EnqueueDueVerifications
            | Self::RaiseDueAlarms
            | Self::NoteSupportAccess
            | Self::EndDueImpersonations
            | Self::RemindOfEndingKeys
            | Self::PruneJobs => JobClass::Maintenance,
        }
    }

    /// How often it is tried before it counts as failed.
    #[must_use]
    pub fn max_attempts(self) -> i32 {
        match self {
            Self::RunScan => 3,
            Self::SendMail | Self::SendPasswordReset => 8,
            // It has a month, and what blocks it is often mended by somebody else; and no trail may miss what happened.
            Self::EraseSubject | Self::NoteSupportAccess => 25,
            // With the pauses of its class: over three days.
            Self::DeliverWebhook => 10,
            Self::VerifyAuditTrail | Self::SweepExpired => 5,
            // The next tick comes anyway.
            Self::EnqueueDueSweeps
            | Self::EnqueueDueVerifications
            | Self::RaiseDueAlarms
            | Self::EndDueImpersonations
            | Self::RemindOfEndingKeys
            | Self::PruneJobs => 2,
        }
    }

    /// The argument without which it can't be run: the name of an id.
    #[must_use]
    pub fn argument(self) -> Option<&'static str> {
        match self {
            Self::RunScan => Some("scan_id"),
            Self::SendMail => Some("mail_id"),
            Self::SendPasswordReset => Some("user_id"),
            Self::EraseSubject => Some("request_id"),
            Self::DeliverWebhook => Some("delivery_id"),
            Self::NoteSupportAccess => Some("support_grant_id"),
            Self::VerifyAuditTrail
            | Self::SweepExpired
            | Self::EnqueueDueSweeps
            | Self::EnqueueDueVerifications
            | Self::RaiseDueAlarms
            | Self::EndDueImpersonations
            | Self::RemindOfEndingKeys
            | Self::PruneJobs => None,
        }
    }
}

impl FromStr for JobKind {
    type Err = UnknownKind;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.as_str() == text)
            .ok_or(UnknownKind)
    }
}

/// The text names no kind that this version knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown job kind")]
pub struct UnknownKind;
