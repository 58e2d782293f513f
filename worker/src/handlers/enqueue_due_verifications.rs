//! Looks for audit trails that nobody has verified as a whole for a day.

use xorb_domain::audit;
use xorb_domain::jobs::{JobContext, JobError};

/// Looks once; the next tick looks again.
///
/// # Errors
/// Whatever goes wrong is tried again.
pub async fn enqueue_due_verifications(context: &JobContext) -> Result<(), JobError> {
    audit::enqueue_due_verifications(&context.core).await?;
    Ok(())
}
