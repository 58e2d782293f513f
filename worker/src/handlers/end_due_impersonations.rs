//! Looks for impersonations that time has ended.

use xorb_domain::identity::support_access;
use xorb_domain::jobs::{JobContext, JobError};

/// Looks once; the next tick looks again.
///
/// # Errors
/// Whatever goes wrong is tried again.
pub async fn end_due_impersonations(context: &JobContext) -> Result<(), JobError> {
    support_access::end_due_impersonations(&context.core).await?;
    Ok(())
}
