//! Brings jobs of one class into its pool: pops ids, claims them, hands them over.
//!
//! Only as many as have a place, or will have one in a moment, are claimed. While the queue is away, ids come straight from the database, by the same
//! fair rule that the dispatcher uses.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use tokio::sync::{OwnedSemaphorePermit, mpsc};
use tokio_util::sync::CancellationToken;
use xorb_domain::AppError;
use xorb_domain::jobs::{self, Finish, JobClass, JobRef, Outcome, Rotation, Stop};

use super::assignment::Assignment;
use super::backend::ClaimedJobs;
use super::engine::{Engine, claim, delta};
use super::window::Window;

/// How long one wait at the queue lasts. Work ends it at once; the rest is for noticing that the queue has gone.
const PATIENCE: Duration = Duration::from_secs(5);

/// Pause between looks while the queue is away, or after a failure.
const PAUSE: Duration = Duration::from_millis(500);

/// A queue that is away is asked again so often; meanwhile the database is.
const ASK_QUEUE_AGAIN: Duration = Duration::from_secs(3);

/// One class's way from the queue to its pool.
pub(super) struct Fetcher {
    engine: Engine,
    class: JobClass,
    window: Window,
    pool: mpsc::UnboundedSender<Assignment>,
    rotation: Rotation,
    away: Option<Away>,
    /// Handed out by the database and not yet claimed, while the queue is away.
    ahead: VecDeque<JobRef>,
}

/// The queue does not answer.
struct Away {
    since: Instant,
    /// When it was last asked.
    asked_at: Instant,
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
            window: Window::new(places),
            pool,
            rotation,
            away: None,
            ahead: VecDeque::new(),
        }
    }

    /// Fetches until stopped. What was popped and not claimed is handed out again by the database.
    pub(super) async fn run(mut self, stop: CancellationToken) {
        while !stop.is_cancelled() {
            self.window.adapt(self.engine.counters.ended_of(self.class));
            let free = self.window.free_places();
            let Some(places) = stop.run_until_cancelled(free).await else {
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

    async fn next(&mut self, room: usize) -> Vec<JobRef> {
        if !self.ahead.is_empty() {
            return self.ahead.drain(..room.min(self.ahead.len())).collect();
        }
        if self.asks_database() {
            // More than there is room for, at a pace at which there will be room in a moment.
            let most = room.saturating_add(self.window.in_a_moment());
            self.ahead = self.take_from_database(most).await.into();
            if self.ahead.is_empty() {
                tokio::time::sleep(PAUSE).await;
            }
            return self.ahead.drain(..room.min(self.ahead.len())).collect();
        }
        match self.engine.core.queue.pop(self.class, room, PATIENCE).await {
            Ok(jobs) => {
                if self.away.take().is_some() {
                    tracing::info!(class = self.class.as_str(), "the queue is back");
                }
                jobs
            }
            Err(error) => {
                if self.away.is_none() {
                    tracing::warn!(class = self.class.as_str(), %error, "the queue is away");
                }
                let now = Instant::now();
                let since = self.away.as_ref().map_or(now, |away| away.since);
                self.away = Some(Away {
                    since,
                    asked_at: now,
                });
                tokio::time::sleep(PAUSE).await;
                Vec::new()
            }
        }
    }

    /// Whether the queue has been away for long enough, and was asked not long ago.
    fn asks_database(&self) -> bool {
        let grace = self.engine.core.settings.jobs.redis_grace;
        self.away.as_ref().is_some_and(|away| {
            away.since.elapsed() >= grace && away.asked_at.elapsed() < ASK_QUEUE_AGAIN
        })
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
        for claimed in claim(&self.engine, self.class, &jobs, lease).await? {
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
                    outcome: Outcome::NotBegun,
                });
            }
        }
        Ok(())
    }
}

/// Jobs that were claimed ahead wait no longer than twice this while nothing ends.
const STANDSTILL: Duration = Duration::from_millis(50);

/// Gives back what was claimed ahead of its place when the jobs before it take longer than those before them did: other
/// workers may have places.
pub(super) async fn hand_back(
    engine: Engine,
    class: JobClass,
    jobs: ClaimedJobs,
    stop: CancellationToken,
) {
    let mut before = engine.counters.ended_of(class);
    let mut has_waited = false;
    while stop
        .run_until_cancelled(tokio::time::sleep(STANDSTILL))
        .await
        .is_some()
    {
        let ended = engine.counters.ended_of(class);
        let waits = ended == before && !jobs.is_empty();
        if waits && has_waited {
            for assignment in jobs.take_unstarted() {
                let _ = engine.finishes.send(Finish {
                    lease: assignment.claimed.lease,
                    outcome: Outcome::NotBegun,
                });
            }
        }
        (before, has_waited) = (ended, waits);
    }
}
