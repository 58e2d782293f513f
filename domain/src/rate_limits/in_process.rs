//! The buckets of the embedded mode, and of a process whose Redis is away.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use futures_util::FutureExt;
use futures_util::future::BoxFuture;

use super::gcra::{Ask, Leased, decide};
use super::{Away, Buckets, BudgetKey};
use crate::Clock;

/// An attacker chooses the keys: the memory is bounded.
const MAX_BUCKETS: usize = 500_000;

/// Buckets of this process.
pub struct InProcessBuckets {
    clock: Arc<dyn Clock>,
    full_at: Mutex<HashMap<BudgetKey, u64>>,
}

impl InProcessBuckets {
    /// Full buckets, by this clock.
    #[must_use]
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self {
            clock,
            full_at: Mutex::default(),
        }
    }

    /// Decides at once.
    #[must_use]
    pub fn lease_now(&self, asks: &[Ask]) -> Leased {
        let now = u64::try_from(self.clock.now().timestamp_micros()).unwrap_or_default();
        self.lease_at(now, asks)
    }

    /// Decides as if it were `now`.
    #[must_use]
    pub fn lease_at(&self, now: u64, asks: &[Ask]) -> Leased {
        let mut buckets = self.full_at.lock().unwrap_or_else(PoisonError::into_inner);
        let full_at: Vec<u64> = asks
            .iter()
            .map(|ask| buckets.get(&ask.key).copied().unwrap_or_default())
            .collect();
        let leased = decide(now, &full_at, asks);
        make_room(&mut buckets, now);
        for (ask, grant) in asks.iter().zip(&leased.grants) {
            if grant.granted > 0 {
                buckets.insert(ask.key, now.saturating_add(grant.used));
            }
        }
        leased
    }
}

/// Full buckets are forgotten; if there are too many others, some are, whichever they are.
fn make_room(buckets: &mut HashMap<BudgetKey, u64>, now: u64) {
    if buckets.len() < MAX_BUCKETS {
        return;
    }
    buckets.retain(|_, full_at| *full_at > now);
    if buckets.len() >= MAX_BUCKETS {
        let mut kept = 0_usize;
        buckets.retain(|_, _| {
            kept += 1;
            !kept.is_multiple_of(8)
        });
    }
}

impl Buckets for InProcessBuckets {
    fn lease<'a>(&'a self, asks: &'a [Ask]) -> BoxFuture<'a, Result<Leased, Away>> {
        std::future::ready(Ok(self.lease_now(asks))).boxed()
    }

    fn epoch(&self) -> u64 {
        0
    }
}
