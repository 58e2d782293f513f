//! Deletes finished jobs that nobody needs any more.

use xorb_domain::jobs::{self, JobContext, JobError};

/// Looks once; the next tick looks again.
///
/// # Errors
/// Whatever goes wrong is tried again.
pub async fn prune_jobs(context: &JobContext) -> Result<(), JobError> {
    let pruned = jobs::prune_jobs(&context.core).await?;
    if pruned > 0 {
        tracing::info!(jobs = pruned, "finished jobs were deleted");
    }
    Ok(())
}
