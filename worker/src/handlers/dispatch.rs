//! From the kind of a job to its handler. The compiler sees that none is missing.

use xorb_domain::AppError;
use xorb_domain::jobs::{JobContext, JobError, JobKind};

use super::deliver_webhook::{self, deliver_webhook};
use super::end_due_impersonations::end_due_impersonations;
use super::enqueue_due_sweeps::enqueue_due_sweeps;
use super::enqueue_due_verifications::enqueue_due_verifications;
use super::erase_subject::{self, erase_subject};
use super::note_support_access::note_support_access;
use super::prune_jobs::prune_jobs;
use super::raise_due_alarms::raise_due_alarms;
use super::remind_of_ending_keys::remind_of_ending_keys;
use super::run_scan;
use super::send_mail::{self, send_mail};
use super::send_password_reset::send_password_reset;
use super::sweep_expired::sweep_expired;
use super::verify_audit_trail::verify_audit_trail;

/// Runs the handler of the job's kind.
///
/// # Errors
/// As the handler says: try again, fail, cancelled, given back, fenced.
pub async fn run(context: &JobContext) -> Result<(), JobError> {
    match context.kind {
        JobKind::RunScan => run_scan::run_scan(context).await,
        JobKind::SendMail => send_mail(context).await,
        JobKind::SendPasswordReset => send_password_reset(context).await,
        JobKind::EraseSubject => erase_subject(context).await,
        JobKind::DeliverWebhook => deliver_webhook(context).await,
        JobKind::VerifyAuditTrail => verify_audit_trail(context).await,
        JobKind::SweepExpired => sweep_expired(context).await,
        JobKind::EnqueueDueSweeps => enqueue_due_sweeps(context).await,
        JobKind::EnqueueDueVerifications => enqueue_due_verifications(context).await,
        JobKind::RaiseDueAlarms => raise_due_alarms(context).await,
        JobKind::NoteSupportAccess => note_support_access(context).await,
        JobKind::EndDueImpersonations => end_due_impersonations(context).await,
        JobKind::RemindOfEndingKeys => remind_of_ending_keys(context).await,
        JobKind::PruneJobs => prune_jobs(context).await,
    }
}

/// Settles what the job was about when it has failed for good.
///
/// # Errors
/// As the database says; it is tried again.
pub async fn give_up(context: &JobContext, code: &'static str) -> Result<(), AppError> {
    match context.kind {
        JobKind::RunScan => run_scan::give_up(context, code).await,
        JobKind::SendMail => send_mail::give_up(context).await,
        JobKind::EraseSubject => erase_subject::give_up(context, code).await,
        JobKind::DeliverWebhook => deliver_webhook::give_up(context, code).await,
        JobKind::SendPasswordReset
        | JobKind::VerifyAuditTrail
        | JobKind::SweepExpired
        | JobKind::EnqueueDueSweeps
        | JobKind::EnqueueDueVerifications
        | JobKind::RaiseDueAlarms
        | JobKind::NoteSupportAccess
        | JobKind::EndDueImpersonations
        | JobKind::RemindOfEndingKeys
        | JobKind::PruneJobs => Ok(()),
    }
}
