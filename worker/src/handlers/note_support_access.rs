//! Tells the platform's trail what has happened with a grant. It counts what is there: once more does no harm.

use xorb_domain::identity::support_access;
use xorb_domain::jobs::{JobContext, JobError};

/// Brings the platform's trail up to the tenant's.
///
/// # Errors
/// As the database says; it is tried again.
pub async fn note_support_access(context: &JobContext) -> Result<(), JobError> {
    let grant_id = context.arg("support_grant_id")?;
    support_access::note_support_access(&context.core, &context.scope, grant_id, None).await?;
    Ok(())
}
