//! How many jobs a pool claims ahead of its places: as much work as is done in a moment, so that short jobs don't wait for
//! the database one by one, and none at all for long ones.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::pace::Pace;

/// So much work is claimed ahead.
const AHEAD: Duration = Duration::from_millis(15);

/// And never more jobs than this.
const MOST: usize = 200;

/// The places of a pool, and those ahead of them.
pub(super) struct Window {
    places: Arc<Semaphore>,
    ahead: usize,
    /// Places ahead that are given up as soon as they become free.
    surplus: usize,
    pace: Pace,
}

impl Window {
    pub(super) fn new(places: usize) -> Self {
        Self {
            places: Arc::new(Semaphore::new(places)),
            ahead: 0,
            surplus: 0,
            pace: Pace::new(),
        }
    }

    /// Adapts to the pace; `ended` counts all runs of the pool that have ended.
    pub(super) fn adapt(&mut self, ended: u64) {
        if self.pace.look(ended) {
            self.set(ahead(&self.pace));
        }
    }

    /// What will be done in a moment, at the pace of late.
    pub(super) fn in_a_moment(&self) -> usize {
        ahead(&self.pace)
    }

    fn set(&mut self, ahead: usize) {
        if ahead < self.ahead {
            self.surplus += self.ahead - ahead;
        } else {
            let more = ahead - self.ahead;
            let kept = more.min(self.surplus);
            self.surplus -= kept;
            self.places.add_permits(more - kept);
        }
        self.ahead = ahead;
    }

    /// Waits for one place, then takes all that are free.
    pub(super) async fn free_places(&mut self) -> Vec<OwnedSemaphorePermit> {
        loop {
            let first = self.places.clone().acquire_owned().await;
            let rest = std::iter::from_fn(|| self.places.clone().try_acquire_owned().ok());
            let mut free: Vec<_> = first.into_iter().chain(rest).collect();
            let given_up = self.surplus.min(free.len());
            for place in free.drain(..given_up) {
                place.forget();
            }
            self.surplus -= given_up;
            if !free.is_empty() {
                return free;
            }
        }
    }
}

fn ahead(pace: &Pace) -> usize {
    pace.jobs_in(AHEAD, MOST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_jobs_are_claimed_ahead_and_long_ones_are_not() {
        for (jobs_a_second, jobs_ahead) in
            [(0, 0), (10, 0), (60, 0), (1_000, 15), (1_000_000, MOST)]
        {
            assert_eq!(ahead(&Pace::of(jobs_a_second)), jobs_ahead);
        }
    }

    #[tokio::test]
    async fn places_ahead_are_given_up_when_the_pace_falls() {
        let mut window = Window::new(2);
        window.set(ahead(&Pace::of(1_000)));
        let free = window.free_places().await;
        assert!(free.len() > 10, "{}", free.len());
        drop(free);
        window.set(ahead(&Pace::of(0)));
        assert_eq!(window.free_places().await.len(), 2);
    }
}
