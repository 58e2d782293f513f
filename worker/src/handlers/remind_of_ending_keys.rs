//! Looks for API keys that end soon.

use xorb_domain::identity;
use xorb_domain::jobs::{JobContext, JobError};

/// Looks once; the next tick looks again.
///
/// # Errors
/// Whatever goes wrong is tried again.
pub async fn remind_of_ending_keys(context: &JobContext) -> Result<(), JobError> {
    identity::remind_of_ending_keys(&context.core).await?;
    Ok(())
}
