//! Looks for data-subject requests that are due soon.

use xorb_domain::jobs::{JobContext, JobError};
use xorb_domain::privacy;

/// Looks once; the next tick looks again.
///
/// # Errors
/// Whatever goes wrong is tried again.
pub async fn raise_due_alarms(context: &JobContext) -> Result<(), JobError> {
    privacy::raise_due_alarms(&context.core).await?;
    Ok(())
}
