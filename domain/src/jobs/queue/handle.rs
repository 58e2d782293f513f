//! The queue as everybody sees it: the same over Redis and in process.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use uuid::Uuid;

use super::direct_pushes::DirectPushes;
use super::in_process::InProcess;
use super::redis::RedisQueue;
use super::wakes::Wakes;
use crate::jobs::{JobClass, JobRef};
use crate::redis_link::RedisLink;

/// A job that a commit has just made.
#[derive(Clone, Copy, Debug)]
pub struct Announcement {
    /// The job.
    pub job: JobRef,
    /// The pool it runs in.
    pub class: JobClass,
    /// Pushed by the enqueuer itself; otherwise the dispatcher is woken.
    pub is_direct: bool,
}

/// The queue does not answer. Nothing is lost: workers claim from the database meanwhile.
#[derive(Debug, thiserror::Error)]
#[error("the queue does not answer: {0}")]
pub struct QueueDown(pub String);

/// A handle to the queue. Cheap to clone.
#[derive(Clone)]
pub struct Queue {
    carrier: Carrier,
    direct_pushes: Arc<DirectPushes>,
    wakes: Wakes,
}

#[derive(Clone)]
enum Carrier {
    InProcess(Arc<InProcess>),
    Redis(Arc<RedisQueue>),
}

impl Queue {
    /// The queue of the embedded mode.
    #[must_use]
    pub fn in_process() -> Self {
        Self::over(Carrier::InProcess(Arc::default()))
    }

    /// A queue over Redis. Connects when first used: Redis may be away at start.
    #[must_use]
    pub fn redis(link: RedisLink, prefix: &str) -> Self {
        Self::over(Carrier::Redis(Arc::new(RedisQueue::over(link, prefix))))
    }

    fn over(carrier: Carrier) -> Self {
        Self {
            carrier,
            direct_pushes: Arc::default(),
            wakes: Wakes::default(),
        }
    }

    /// Whether the enqueuer may push this tenant's next job itself. Limited, so that nobody gets ahead by asking often.
    #[must_use]
    pub fn admits_direct_push(&self, tenant_id: Uuid) -> bool {
        self.direct_pushes.admit(tenant_id)
    }

    /// Tells workers (or the dispatcher) of committed jobs. A failure costs time only, so it is not an error here.
    pub async fn announce(&self, announcements: Vec<Announcement>) {
        let mut to_wake = BTreeSet::new();
        for Announcement {
            job,
            class,
            is_direct,
        } in announcements
        {
            if !is_direct || self.push(class, &[job]).await.is_err() {
                to_wake.insert(class);
            }
        }
        let to_wake: Vec<_> = to_wake.into_iter().collect();
        self.wake_dispatcher(&to_wake).await;
    }

    /// Hands jobs to the workers of a class.
    ///
    /// # Errors
    /// `QueueDown`: the jobs will be handed out again by the database.
    pub async fn push(&self, class: JobClass, jobs: &[JobRef]) -> Result<(), QueueDown> {
        match &self.carrier {
            Carrier::InProcess(queue) => queue.push(class, jobs),
            Carrier::Redis(queue) => queue.push(class, jobs).await?,
        }
        Ok(())
    }

    /// Waits until there is work of this class, and takes up to `room` of it. Empty when `patience` has run out.
    ///
    /// # Errors
    /// `QueueDown` if the queue does not answer.
    pub async fn pop(
        &self,
        class: JobClass,
        room: usize,
        patience: Duration,
    ) -> Result<Vec<JobRef>, QueueDown> {
        match &self.carrier {
            Carrier::InProcess(queue) => Ok(queue.pop(class, room, patience).await),
            Carrier::Redis(queue) => queue.pop(class, room, patience).await,
        }
    }

    /// How many jobs of this class wait in the queue.
    ///
    /// # Errors
    /// `QueueDown` if the queue does not answer.
    pub async fn outstanding(&self, class: JobClass) -> Result<usize, QueueDown> {
        match &self.carrier {
            Carrier::InProcess(queue) => Ok(queue.outstanding(class)),
            Carrier::Redis(queue) => queue.outstanding(class).await,
        }
    }

    /// Wakes a dispatcher for these classes.
    pub async fn wake_dispatcher(&self, classes: &[JobClass]) {
        if classes.is_empty() {
            return;
        }
        match &self.carrier {
            Carrier::InProcess(queue) => queue.wake_dispatcher(classes),
            Carrier::Redis(queue) => queue.wake_dispatcher(classes).await,
        }
    }

    /// Wakes a dispatcher later, when a job becomes due. If this process has ended by then, a dispatcher looks by itself.
    pub fn wake_dispatcher_after(&self, class: JobClass, delay: Duration) {
        self.wakes.after(delay, class, self.clone());
    }

    /// Waits until the dispatcher is woken, at most `patience`: for these classes, or for none if nobody woke it.
    ///
    /// # Errors
    /// `QueueDown` if the queue does not answer.
    pub async fn wait_for_wake(&self, patience: Duration) -> Result<Vec<JobClass>, QueueDown> {
        match &self.carrier {
            Carrier::InProcess(queue) => Ok(queue.wait_for_wake(patience).await),
            Carrier::Redis(queue) => queue.wait_for_wake(patience).await,
        }
    }
}
