//! The policies in force, for operators and for every process that keeps to them.

use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::{Policy, queries};
use crate::{AppError, Core};

/// A change reaches every process within this time.
const LOOK_EVERY: Duration = Duration::from_secs(2);

/// Reads what operators set, puts it in force in this process, and tells all policies.
///
/// # Errors
/// As the database says; then nothing has changed.
pub async fn list_rate_limits(core: &Core) -> Result<Vec<Policy>, AppError> {
    let set = queries::list_policies(&core.db).await?;
    if core.rate_limits.put_in_force(set) {
        tracing::info!("rate limits have changed");
    }
    Ok(core
        .rate_limits
        .policies()
        .list()
        .into_iter()
        .cloned()
        .collect())
}

/// Keeps the policies of this process current, until `stop`. Without the database, the last ones count.
pub async fn watch_rate_limits(core: Arc<Core>, stop: CancellationToken) {
    let watching = async {
        loop {
            if let Err(error) = list_rate_limits(&core).await {
                tracing::debug!(
                    error = error.chain(),
                    "rate limits can't be read; the last ones count"
                );
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
    };
    stop.run_until_cancelled(watching).await;
}
