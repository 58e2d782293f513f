//! Whether an opened house can serve: its database answers, and nobody has asked it to stop.

use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use xorb_api::health::Readiness;
use xorb_domain::db::Db;

/// Shorter than the patience of whoever asks, so that the answer names the reason.
const PATIENCE: Duration = Duration::from_secs(2);

pub(crate) struct HouseReadiness {
    pub(crate) db: Db,
    pub(crate) stopping: CancellationToken,
}

impl HouseReadiness {
    async fn judge(&self) -> Result<(), String> {
        if self.stopping.is_cancelled() {
            return Err("stopping".to_owned());
        }
        match timeout(PATIENCE, self.db.ping()).await {
            Ok(Ok(())) => Ok(()),
            _ => Err("the database does not answer".to_owned()),
        }
    }
}

impl Readiness for HouseReadiness {
    fn check(&self) -> BoxFuture<'_, Result<(), String>> {
        self.judge().boxed()
    }
}
