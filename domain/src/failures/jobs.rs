//! What can befall any job.

use super::Failure;

/// Codes of `Job.error`, beside those of the work that the job does.
pub const JOBS: &[Failure] = &[
    Failure::new(
        "attempts_exhausted",
        "it was begun several times and never came to an end",
        "retry it, and tell the operator if it happens again",
    ),
    Failure::new(
        "audit_trail_broken",
        "the audit trail does not verify",
        "look at `auditTrail.brokenAt` and tell the operator at once",
    ),
    Failure::new(
        "bad_arguments",
        "what it was to be done with can't be read",
        "tell the operator the job's id",
    ),
    Failure::new(
        "deadline_exceeded",
        "it took longer than it may, and is tried again",
        "retry it, and tell the operator if it happens again",
    ),
    Failure::new(
        "internal",
        "something failed inside the platform and has been logged",
        "tell the operator the job's id if it does not succeed by itself",
    ),
    Failure::new(
        "invalid_recipient",
        "the mail's address can't be written to",
        "correct the address and do again what sent the mail",
    ),
    Failure::new(
        "mail_deferred",
        "the mail server put the mail off, and it is tried again",
        "",
    ),
    Failure::new(
        "mail_rejected",
        "the mail server refused the mail for good",
        "correct the address and do again what sent the mail",
    ),
    Failure::new(
        "mail_server_unavailable",
        "the mail server could not be used, and it is tried again",
        "tell the operator if it happens again",
    ),
    Failure::new(
        "not_available",
        "this version of the program can't run it",
        "take another profile",
    ),
    Failure::new("object_gone", "what it was about is no longer there", ""),
    Failure::new(
        "panicked",
        "something failed inside the platform, has been logged and is tried again",
        "tell the operator the job's id if it does not succeed by itself",
    ),
    Failure::new(
        "unavailable",
        "a part of the platform was away, and it is tried again",
        "",
    ),
    Failure::new(
        "unknown_kind",
        "this version of the program does not know this kind of job",
        "retry it when the operator has brought all processes to one version",
    ),
    Failure::new(
        "worker_lost",
        "it was begun several times and each time its process ended with it",
        "retry it, and tell the operator if it happens again",
    ),
];
