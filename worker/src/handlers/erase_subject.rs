//! Erases a person and proves it. This version can plan and approve an erasure, not yet execute one: the job fails, the
//! request stays approved, and nothing is passed off as done.

use xorb_domain::AppError;
use xorb_domain::jobs::{JobContext, JobError};

/// Refuses: `erasure_not_available`.
///
/// # Errors
/// Always.
pub async fn erase_subject(_context: &JobContext) -> Result<(), JobError> {
    Err(JobError::fail("erasure_not_available"))
}

/// Nothing was begun, so there is nothing to settle.
///
/// # Errors
/// Never.
#[expect(clippy::unused_async, reason = "a handler is async")]
pub async fn give_up(_context: &JobContext) -> Result<(), AppError> {
    Ok(())
}
