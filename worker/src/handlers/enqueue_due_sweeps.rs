//! Looks for tenants that have something to sweep.

use xorb_domain::jobs::{JobContext, JobError};
use xorb_domain::privacy;

/// Looks once; the next tick looks again.
///
/// # Errors
/// Whatever goes wrong is tried again.
pub async fn enqueue_due_sweeps(context: &JobContext) -> Result<(), JobError> {
    privacy::enqueue_due_sweeps(&context.core).await?;
    Ok(())
}
