//! Brings jobs of one class into its pool: pops ids, claims them, hands them over.
//!
//! Only as many as have a place are claimed. While the queue is away, ids come straight from the database, by the same
//! fair rule that the dispatcher uses.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc};
use tokio_util::sync::CancellationToken;
use xorb_domain::AppError;
use xorb_domain::jobs::{self, Finish, JobClass, JobRef, Outcome, Rotation, Stop};

use super::assignment::Assignment;
use super::engine::{Engine, delta};

/// How long one wait at the queue lasts. Work ends it at once; the rest is for noticing that the queue has gone.
const PATIENCE: Duration = Duration::from_secs(5);

/// Pause between looks while the queue is away, or after a failure.
const PAUSE: Duration = Duration::from_millis(500);

/// One class's way from the queue to its pool.
pub(super) struct Fetcher {
    engine: Engine,
    class: JobClass,
    places: Arc<Semaphore>,
    pool: mpsc::UnboundedSender<Assignment>,
    rotation: Rotation,
    queue_away_since: Option<Instant>,
}

impl Fetcher {
    pub(super) fn new(
        engine: Engine,
        class: JobClass,
        places: usize,
        pool: mpsc::UnboundedSender<Assignment>,
    ) -> Self {
        let rotation = engine.rotation(class);
        Self {
            engine,
            class,
            places: Arc::new(Semaphore::new(places)),
            pool,
            rotation,
            queue_away_since: None,
        }
    }

    /// Fetches until stopped. What was popped and not claimed is handed out again by the database.
    pub(super) async fn run(mut self, stop: CancellationToken) {
        while !stop.is_cancelled() {
            let Some(places) = stop.run_until_cancelled(self.free_places()).await else {
                return;
            };
            let Some(jobs) = stop.run_until_cancelled(self.next(places.len())).await else {
                return;
            };
            if jobs.is_empty() {
                continue;
            }
            // Not to be cut off: a claim whose answer is thrown away would wait for its lease to expire.
            if let Err(error) = self.claim(jobs, places).await {
                tracing::warn!(
                    class = self.class.as_str(),
                    error = %error.chain(),
                    "jobs could not be claimed; they stay queued"
                );
                stop.run_until_cancelled(tokio::time::sleep(PAUSE)).await;
            }
        }
    }

    /// Waits for one place, then takes all that are free.
    async fn free_places(&self) -> Vec<OwnedSemaphorePermit> {
        let first = self.places.clone().acquire_owned().await;
        let rest = std::iter::from_fn(|| self.places.clone().try_acquire_owned().ok());
        first.into_iter().chain(rest).collect()
    }

    async fn next(&mut self, room: usize) -> Vec<JobRef> {
        match self.engine.core.queue.pop(self.class, room, PATIENCE).await {
            Ok(jobs) => {
                if self.queue_away_since.take().is_some() {
                    tracing::info!(class = self.class.as_str(), "the queue is back");
                }
                jobs
            }
            Err(error) => {
                let since = *self.queue_away_since.get_or_insert_with(|| {
                    tracing::warn!(class = self.class.as_str(), %error, "the queue is away");
                    Instant::now()
                });
                tokio::time::sleep(PAUSE).await;
                if since.elapsed() < self.engine.core.settings.jobs.redis_grace {
                    return Vec::new();
                }
                self.take_from_database(room).await
            }
        }
    }

    async fn take_from_database(&mut self, room: usize) -> Vec<JobRef> {
        jobs::take(&self.engine.core.db, &mut self.rotation, room)
            .await
            .unwrap_or_else(|error| {
                tracing::warn!(
                    class = self.class.as_str(),
                    error = %error.chain(),
                    "neither queue nor database answer"
                );
                Vec::new()
            })
    }

    async fn claim(
        &self,
        jobs: Vec<JobRef>,
        mut places: Vec<OwnedSemaphorePermit>,
    ) -> Result<(), AppError> {
        let lease = delta(self.engine.core.settings.jobs.lease);
        for claimed in jobs::claim(&self.engine.core.db, self.class, &jobs, lease).await? {
            let (lease, stop) = (claimed.lease, Stop::default());
            self.engine.running.add(lease, self.class, stop.clone());
            let is_handed_over = places.pop().is_some_and(|place| {
                self.pool
                    .send(Assignment::new(claimed, stop, place))
                    .is_ok()
            });
            if !is_handed_over {
                let _ = self.engine.finishes.send(Finish {
                    lease,
                    outcome: Outcome::GivenBack,
                });
            }
        }
        Ok(())
    }
}
