//! How fast a pool gets through its jobs, of late.

use std::time::{Duration, Instant};

/// The pace is taken over at least this long.
const SAMPLE: Duration = Duration::from_millis(20);

/// The pace of a pool.
pub(super) struct Pace {
    sampled_at: Instant,
    ended: u64,
    jobs_a_second: f64,
}

impl Pace {
    pub(super) fn new() -> Self {
        Self {
            sampled_at: Instant::now(),
            ended: 0,
            jobs_a_second: 0.0,
        }
    }

    /// Looks again, if the last look was not just now; `ended` counts all runs of the pool that have ended. Whether it did.
    pub(super) fn look(&mut self, ended: u64) -> bool {
        self.look_after(self.sampled_at.elapsed(), ended)
    }

    fn look_after(&mut self, elapsed: Duration, ended: u64) -> bool {
        if elapsed < SAMPLE {
            return false;
        }
        let jobs = u32::try_from(ended.saturating_sub(self.ended)).unwrap_or(u32::MAX);
        self.jobs_a_second = f64::from(jobs) / elapsed.as_secs_f64();
        (self.ended, self.sampled_at) = (ended, Instant::now());
        true
    }

    /// What is done in this time, and never more than `most`.
    pub(super) fn jobs_in(&self, time: Duration, most: usize) -> usize {
        let jobs = self.jobs_a_second * time.as_secs_f64();
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "it is positive, and `as` ends at the greatest number"
        )]
        let jobs = jobs as usize;
        jobs.min(most)
    }
}

#[cfg(test)]
impl Pace {
    /// As if so many runs had ended within the last second.
    pub(super) fn of(jobs: u64) -> Self {
        let mut pace = Self::new();
        pace.look_after(Duration::from_secs(1), jobs);
        pace
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pace_is_that_of_the_last_sample() {
        let mut pace = Pace::new();
        assert!(
            !pace.look_after(Duration::from_millis(1), 1_000),
            "too soon"
        );
        assert_eq!(pace.jobs_in(Duration::from_secs(1), 100), 0);
        assert!(pace.look_after(Duration::from_millis(100), 1_000));
        assert_eq!(pace.jobs_in(Duration::from_millis(10), 1_000), 100);
        assert_eq!(pace.jobs_in(Duration::from_millis(10), 50), 50);
        assert!(pace.look_after(Duration::from_millis(100), 1_000));
        assert_eq!(
            pace.jobs_in(Duration::from_secs(1), 100),
            0,
            "nothing ended"
        );
    }
}
