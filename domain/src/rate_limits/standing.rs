//! How a request stands with its limits, for headers and for the API.

use std::time::Duration;

/// One window of one policy, after a decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyStanding {
    /// Its name, of letters, digits and hyphens.
    pub policy: String,
    /// Tokens of a full bucket.
    pub limit: u64,
    /// Seconds in which an empty bucket is full again.
    pub window_seconds: u64,
    /// Tokens that are left.
    pub remaining: u64,
    /// When the bucket is full again, if nothing more is taken.
    pub reset_after: Duration,
}

impl PolicyStanding {
    /// The one with the least left, in proportion; of equals the first, which is the most specific.
    #[must_use]
    pub fn tightest(standings: &[Self]) -> Option<&Self> {
        let share =
            |standing: &Self| standing.remaining.saturating_mul(1_000_000) / standing.limit.max(1);
        standings.iter().min_by_key(|standing| share(standing))
    }
}
