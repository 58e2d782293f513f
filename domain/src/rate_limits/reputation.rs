//! Who is refused again and again gets smaller limits for a while: each refusal counts, and half of what was counted is
//! forgotten in each half-life. Each process judges by the refusals that it made itself.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use super::BudgetKey;

/// Microseconds in which half is forgotten.
const HALF_LIFE: u64 = 30_000_000;
/// An attacker chooses the keys: the memory is bounded.
const MAX_KNOWN: usize = 100_000;
/// A request of the worst costs so many times as much.
const WORST: u64 = 8;

/// What is remembered of callers and addresses.
#[derive(Debug)]
pub struct Reputation {
    tolerance: u32,
    known: Mutex<HashMap<BudgetKey, Record>>,
}

#[derive(Clone, Copy, Debug)]
struct Record {
    refusals: u32,
    since: u64,
}

impl Record {
    fn at(self, now: u64) -> Self {
        let halvings = now.saturating_sub(self.since) / HALF_LIFE;
        let shift = u32::try_from(halvings).unwrap_or(u32::MAX);
        let refusals = self.refusals.checked_shr(shift).unwrap_or_default();
        Self {
            refusals,
            since: self
                .since
                .saturating_add(halvings.saturating_mul(HALF_LIFE)),
        }
    }
}

impl Reputation {
    /// Limits are halved above `tolerance` refusals, and again each time there are four times as many; 0: never.
    #[must_use]
    pub fn new(tolerance: u32) -> Self {
        Self {
            tolerance,
            known: Mutex::default(),
        }
    }

    /// How many times as much a request costs: 1, 2, 4 or 8.
    #[must_use]
    pub fn factor(&self, key: BudgetKey, now: u64) -> u64 {
        if self.tolerance == 0 {
            return 1;
        }
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let refusals = known.get(&key).map_or(0, |record| record.at(now).refusals);
        let (mut factor, mut bound) = (1, self.tolerance);
        while refusals > bound && factor < WORST {
            factor *= 2;
            bound = bound.saturating_mul(4);
        }
        factor
    }

    /// Remembers a refusal.
    pub fn refused(&self, key: BudgetKey, now: u64) {
        if self.tolerance == 0 {
            return;
        }
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MAX_KNOWN {
            known.retain(|_, record| record.at(now).refusals > 0);
        }
        if known.len() >= MAX_KNOWN && !known.contains_key(&key) {
            return;
        }
        let record = known.entry(key).or_insert(Record {
            refusals: 0,
            since: now,
        });
        *record = record.at(now);
        record.refusals = record.refusals.saturating_add(1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_shrink_with_refusals_and_come_back_with_time() {
        let (reputation, key) = (Reputation::new(10), BudgetKey([1; 16]));
        let mut factors = Vec::new();
        for refusals in 1..=1_000 {
            reputation.refused(key, 0);
            if matches!(refusals, 10 | 11 | 41 | 161 | 1_000) {
                factors.push(reputation.factor(key, 0));
            }
        }
        assert_eq!(factors, [1, 2, 4, 8, 8]);
        assert_eq!(reputation.factor(key, 3 * HALF_LIFE), 4);
        assert_eq!(reputation.factor(key, 10 * HALF_LIFE), 1);
        assert_eq!(reputation.factor(BudgetKey([2; 16]), 0), 1);
        assert_eq!(Reputation::new(0).factor(key, 0), 1);
    }
}
