//! The codes that work carries which ran by itself.

use xorb_domain::failures::{CONFLICTS, DELIVERIES, Failure, JOBS, REQUESTS, SCANS, UNKNOWN};

use super::table::{code, sentence, table};

/// What carries which codes.
pub(super) fn work() -> String {
    let groups = [
        (
            "Any job",
            "`Job.error`. A job also carries the codes of what it does, below.",
            JOBS,
        ),
        (
            "Scans and proofs of ownership",
            "`Scan.errorCode`, `ScanStep.error`, `Verification.errorCode` and the jobs of scans.",
            SCANS,
        ),
        (
            "Webhook deliveries",
            "`WebhookDelivery.error` and the jobs of deliveries.",
            DELIVERIES,
        ),
        (
            "Data-subject requests",
            "`DataSubjectRequest.blocked`, `DataSubjectRequestTask.error` and the jobs of erasures.",
            REQUESTS,
        ),
        (
            "Conflicts of a plan",
            "`DataSubjectRequestPlan.conflicts`; `blocksApproval` says which have to be mended first.",
            CONFLICTS,
        ),
    ];
    let sections = groups.map(|(title, carriers, failures)| {
        format!("### {title}\n\n{carriers}\n\n{}", rows(failures))
    });
    format!(
        "{}\nA code that another version of the program has stored is shown as `{}`: {}.\n",
        sections.join("\n"),
        UNKNOWN.code,
        UNKNOWN.message()
    )
}

fn rows(failures: &[Failure]) -> String {
    let rows = failures.iter().map(|failure| {
        vec![
            code(failure.code),
            sentence(failure.meaning),
            sentence(failure.remedy),
        ]
    });
    table(&["Code", "What it means", "What to do"], rows)
}
