//! The error codes of jobs and scans in words.

use crate::webhooks;

/// What a code means and what to do about it.
#[must_use]
pub fn error_text(code: &str) -> &'static str {
    match code {
        "unavailable" => "a part of the platform was away; it is tried again",
        "internal" | "panicked" => "something failed inside the platform; it has been logged",
        "attempts_exhausted" | "worker_lost" => {
            "it was begun several times and never came to an end; retry it, and tell the operator if it happens again"
        }
        "object_gone" => "what it was about is no longer there",
        "unknown_kind" | "not_available" => "this version of the program can't run it",
        "asset_not_verified" => {
            "ownership of the asset is not proven any more; verify it and start again"
        }
        "asset_deleted" => "the asset was deleted",
        "scans_stopped" => "scans were stopped by an operator or an administrator",
        "scan_ended" => "the scan had ended already",
        "scan_timed_out" => "the scan took longer than a scan may take",
        "target_private" | "target_denied" | "target_own_endpoint" => {
            "the target's address may not be scanned"
        }
        "target_out_of_scope" => "the target leads out of the scope of the asset",
        "target_unresolvable" => "the target's name does not resolve to an address",
        "target_refused" | "target_timed_out" | "target_unreachable" | "target_tls" => {
            "the target could not be reached"
        }
        "proof_redirects" | "proof_missing" | "proof_mismatch" => {
            "the target no longer shows the proof of ownership; put it back and start again"
        }
        "erasure_blocked" => {
            "the erasure is blocked; its request says by what. It is tried again, and goes on once that is mended"
        }
        "request_not_approved" => "the request is not approved, so nothing is erased",
        "table_missing" => {
            "a table of the data map is gone or out of reach; restore it, then run the job again"
        }
        "rows_gone" => {
            "rows that the plan counted are gone, and not by this erasure; find out why, then run the job again"
        }
        "mail_folder_unreachable" => {
            "the folder of sent mails can't be read; make it readable again, then run the job again"
        }
        "sole_owner" => {
            "the tenant would be left without an owner; make somebody else an owner first"
        }
        "ledger_unwritable" => {
            "the erasure ledger outside the database can't be written; make it writable, then run the job again"
        }
        "residue_scan_void" => {
            "the scan for what may be left proved nothing, so nothing is certified"
        }
        "residue_found" => "something of the person was found where it can't be taken out",
        other => webhooks::error_text(other).unwrap_or("it did not succeed"),
    }
}
