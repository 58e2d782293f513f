//! What blocks a data-subject request, or one of its tasks. A request that is blocked is never passed off as done.

use super::Failure;

/// Codes of `DataSubjectRequest.blocked`, `DataSubjectRequestTask.error` and the jobs of erasures.
pub const REQUESTS: &[Failure] = &[
    Failure::new(
        "erasure_blocked",
        "the erasure is blocked by what its request says, and is tried again",
        "mend what blocks it",
    ),
    Failure::new(
        "identity_gone",
        "the request says no more whom it is about, because another erasure of the same person has taken it out",
        "look at the certificate of that erasure",
    ),
    Failure::new(
        "ledger_unwritable",
        "the erasure ledger outside the database can't be written, and nothing is erased without it",
        "make it writable, then run the job again",
    ),
    Failure::new(
        "mail_folder_unreachable",
        "the folder of sent mails can't be read",
        "make it readable again, then run the job again",
    ),
    Failure::new(
        "request_not_approved",
        "the request is not approved, so nothing is erased",
        "approve its plan",
    ),
    Failure::new(
        "residue_found",
        "something of the person was found where it can't be taken out",
        "look at the tasks, take it out, then run the job again",
    ),
    Failure::new(
        "residue_scan_void",
        "the scan for what may be left proved nothing, so nothing is certified",
        "tell the operator the request's id",
    ),
    Failure::new(
        "rows_gone",
        "rows that the plan counted are gone, and not by this erasure",
        "find out why, then run the job again",
    ),
    Failure::new(
        "rows_gone_accepted",
        "rows that the plan counted are gone, and somebody who has looked into it lets the erasure go on",
        "",
    ),
    Failure::new(
        "sole_owner",
        "the tenant would be left without an owner",
        "make somebody else an owner first",
    ),
    Failure::new(
        "table_missing",
        "a table of the data map is gone or out of reach",
        "restore it, then run the job again",
    ),
];
