//! Counts what waits and runs, for `/metrics`: asking for metrics costs no query.

use std::time::Duration;

use tokio_util::sync::CancellationToken;
use xorb_domain::jobs;

use super::engine::Engine;

const EVERY: Duration = Duration::from_secs(15);

/// Counts until stopped.
pub(super) async fn run(engine: Engine, stop: CancellationToken) {
    loop {
        match jobs::count_live(&engine.core.db).await {
            Ok(live) => engine.counters.live(live),
            Err(error) => tracing::debug!(error = %error.chain(), "jobs were not counted"),
        }
        let pause = tokio::time::sleep(EVERY);
        if stop.run_until_cancelled(pause).await.is_none() {
            return;
        }
    }
}
