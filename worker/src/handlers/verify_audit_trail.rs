//! Verifies a tenant's whole audit trail, against the checkpoints that this process wrote as well.

use xorb_domain::audit::{TrailCheck, default_file};
use xorb_domain::jobs::{JobContext, JobError};

/// Looks at every event. A broken trail fails the job with the code `audit_trail_broken`.
///
/// # Errors
/// `audit_trail_broken`; as the stop says; anything else is tried again.
pub async fn verify_audit_trail(context: &JobContext) -> Result<(), JobError> {
    let core = &context.core;
    let outside = default_file(&core.settings);
    let mut check = TrailCheck::whole(core, &context.scope, Some(&outside)).await?;
    while check.step().await? {
        if let Some(reason) = context.stop.reason() {
            return Err(reason.into());
        }
        let (done, total) = (check.done(), check.total());
        context
            .progress
            .report(done, total, "events", "verifying")
            .await?;
    }
    if check.finish().await?.holds() {
        Ok(())
    } else {
        Err(JobError::fail("audit_trail_broken"))
    }
}
