//! The queue of the embedded mode: a list per class, nothing durable, because the table is the truth.

use std::collections::{BTreeSet, HashMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::{Instant, timeout_at};

use crate::jobs::{JobClass, JobRef};

/// Lists of job ids by class.
#[derive(Default)]
pub(super) struct InProcess {
    lists: Mutex<HashMap<JobClass, VecDeque<JobRef>>>,
    pushed: Notify,
    wanted: Mutex<BTreeSet<JobClass>>,
    woken: Notify,
}

impl InProcess {
    pub(super) fn push(&self, class: JobClass, jobs: &[JobRef]) {
        self.lists().entry(class).or_default().extend(jobs);
        self.pushed.notify_waiters();
    }

    pub(super) async fn pop(
        &self,
        class: JobClass,
        room: usize,
        patience: Duration,
    ) -> Vec<JobRef> {
        let deadline = Instant::now() + patience;
        loop {
            // Registered before the look, so that a push in between is not missed.
            let mut pushed = std::pin::pin!(self.pushed.notified());
            pushed.as_mut().enable();
            let jobs = self.drain(class, room);
            if !jobs.is_empty() || timeout_at(deadline, pushed).await.is_err() {
                return jobs;
            }
        }
    }

    pub(super) fn outstanding(&self, class: JobClass) -> usize {
        self.lists().get(&class).map_or(0, VecDeque::len)
    }

    pub(super) fn wake_dispatcher(&self, classes: &[JobClass]) {
        self.wanted().extend(classes);
        self.woken.notify_one();
    }

    pub(super) async fn wait_for_wake(&self, patience: Duration) -> Vec<JobClass> {
        let _ = tokio::time::timeout(patience, self.woken.notified()).await;
        std::mem::take(&mut *self.wanted()).into_iter().collect()
    }

    fn drain(&self, class: JobClass, room: usize) -> Vec<JobRef> {
        let mut lists = self.lists();
        let list = lists.entry(class).or_default();
        let count = room.min(list.len());
        list.drain(..count).collect()
    }

    fn wanted(&self) -> MutexGuard<'_, BTreeSet<JobClass>> {
        self.wanted.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn lists(&self) -> MutexGuard<'_, HashMap<JobClass, VecDeque<JobRef>>> {
        self.lists.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
