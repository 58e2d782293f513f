//! Wakes the dispatcher when a delayed job becomes due, to the millisecond. What is not remembered here (too many, too far
//! off, another process's) is found by the dispatcher's own look every second.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Semaphore;
use tokio::time::sleep;

use super::Queue;
use crate::jobs::JobClass;

/// Wakes that are remembered at once.
const LIMIT: usize = 10_000;

/// Beyond it a process is likely to have ended before.
const FARTHEST: Duration = Duration::from_secs(3_600);

/// A timer is early by a fraction at times, and the database's clock may be behind by another.
const MARGIN: Duration = Duration::from_millis(1);

/// Timers of this process.
#[derive(Clone)]
pub(super) struct Wakes(Arc<Semaphore>);

impl Default for Wakes {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(LIMIT)))
    }
}

impl Wakes {
    pub(super) fn after(&self, delay: Duration, class: JobClass, queue: Queue) {
        if delay > FARTHEST {
            return;
        }
        let Ok(place) = Arc::clone(&self.0).try_acquire_owned() else {
            return;
        };
        tokio::spawn(async move {
            sleep(delay.saturating_add(MARGIN)).await;
            drop(place);
            queue.wake_dispatcher(&[class]).await;
        });
    }
}
