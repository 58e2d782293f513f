//! What an approver of a plan must know, or must mend first.

use super::Failure;

/// Codes of `DataSubjectRequestPlan.conflicts`.
pub const CONFLICTS: &[Failure] = &[
    Failure::new(
        "LAST_PERSON",
        "the tenant has no other person and is closed with the erasure",
        "invite somebody first if the tenant shall stay",
    ),
    Failure::new(
        "RUNNING_SCAN",
        "scans of the person have not ended, and the erasure cancels them",
        "wait for them if their findings are wanted",
    ),
    Failure::new(
        "SOLE_OWNER",
        "the tenant has no other owner",
        "give another person the owner role with `updateUserRoles`, or invite an owner, then load the request again",
    ),
];
