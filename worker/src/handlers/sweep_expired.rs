//! Deletes what has outlived its retention, in batches that each commit: what is killed goes on where it was.

use xorb_domain::jobs::{JobContext, JobError};
use xorb_domain::privacy;

/// Sweeps until nothing is left.
///
/// # Errors
/// As the stop says; anything else is tried again.
pub async fn sweep_expired(context: &JobContext) -> Result<(), JobError> {
    let mut swept = 0;
    loop {
        if let Some(reason) = context.stop.reason() {
            return Err(reason.into());
        }
        let tx = context.fenced().await?;
        let deleted = privacy::sweep_expired(&context.core, &tx).await?;
        tx.commit().await?;
        if deleted == 0 {
            return Ok(());
        }
        swept += deleted;
        context
            .progress
            .report(swept, swept, "rows", "sweeping")
            .await?;
    }
}
