//! The local tier: most decisions without a round trip, and still one budget for all processes, exactly.
//!
//! A process leases stretches of a bucket's line (`gcra.rs`) and decides from them until they are used up or time has
//! passed them. Exact, because every stretch has one holder, is spent at most once, and loses its worth at the moment at
//! which the bucket has refilled by as much; a lease that is late, lost or forgotten (a crash, a time-out) only makes the
//! sum smaller. The clocks of the processes need not agree: a stretch's end is counted from before the question was sent.
//! A refusal is remembered until there can be enough again, so that an exhausted limit costs no round trips either.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;

use super::counters::{Counters, Tier};
use super::gcra::{Ask, Grant};
use super::slice::{LARGEST_BATCH, Slice, Taken};
use super::{Away, Buckets, BudgetKey};
use crate::Clock;

/// An attacker chooses the keys: the memory is bounded.
const MAX_SLICES: usize = 100_000;
/// Who finds another asking for the same bucket waits for its answer so long.
const PATIENCE: Duration = Duration::from_millis(25);
/// An exhausted bucket is asked again at the earliest after this, or when as much as is asked for at once has come back.
const PAUSE: u64 = 250_000;

/// One limit of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// Its bucket.
    pub key: BudgetKey,
    /// Microseconds of a token.
    pub unit: u64,
    /// Microseconds that the request takes.
    pub need: u64,
    /// Microseconds of the whole bucket.
    pub window: u64,
    /// Whether a lack refuses the request.
    pub is_enforced: bool,
}

/// A bucket after a decision, in microseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// What is left.
    pub left: u64,
    /// How long to wait until there would be enough; zero if there was.
    pub wait: u64,
}

/// A decision about a request.
#[derive(Debug)]
pub struct Verdict {
    /// An enforced limit lacks something; nothing was taken.
    pub is_refused: bool,
    /// In the order of the limits.
    pub standings: Vec<Standing>,
    /// What was taken; it can be given back in part.
    pub reserved: Reserved,
}

/// What a request has taken, limit by limit.
#[derive(Debug, Default)]
pub struct Reserved(Vec<(usize, BudgetKey, Taken)>);

/// The slices of this process.
pub struct LocalTier {
    buckets: Arc<dyn Buckets>,
    clock: Arc<dyn Clock>,
    held: Mutex<Held>,
    settled: Notify,
    counters: Arc<Counters>,
}

#[derive(Default)]
struct Held {
    slices: HashMap<BudgetKey, Slice>,
    /// How many leases there have been.
    leases: u64,
    epoch: u64,
}

enum Step<'a> {
    Decided(Verdict),
    Wait,
    Ask(Question<'a>),
}

impl LocalTier {
    /// A tier that holds nothing yet.
    #[must_use]
    pub fn new(buckets: Arc<dyn Buckets>, clock: Arc<dyn Clock>, counters: Arc<Counters>) -> Self {
        Self {
            buckets,
            clock,
            held: Mutex::default(),
            settled: Notify::new(),
            counters,
        }
    }

    /// Takes what the request needs from all its limits, or from none. At most one round trip.
    ///
    /// # Errors
    /// [`Away`] if the buckets are needed and can't be reached; then nothing was taken.
    pub async fn reserve(&self, limits: &[Limit]) -> Result<Verdict, Away> {
        let step = {
            let settled = self.settled.notified();
            tokio::pin!(settled);
            settled.as_mut().enable();
            match self.step(limits, true) {
                Step::Wait => {
                    let _ = tokio::time::timeout(PATIENCE, settled).await;
                    self.step(limits, false)
                }
                step => step,
            }
        };
        match step {
            Step::Decided(verdict) => {
                self.counters.decided(Tier::Local);
                Ok(verdict)
            }
            Step::Ask(question) => question.ask(limits).await,
            Step::Wait => Err(Away),
        }
    }

    /// Gives back `share(limit, amount)` of each part of a reservation.
    pub fn give_back(&self, reserved: &Reserved, mut share: impl FnMut(usize, u64) -> u64) {
        let now = self.now();
        let mut held = self.held();
        for (index, key, taken) in &reserved.0 {
            let amount = share(*index, taken.amount).min(taken.amount);
            if let Some(slice) = held.slices.get_mut(key).filter(|_| amount > 0) {
                slice.give_back(now, Taken { amount, ..*taken });
            }
        }
    }

    /// Slices in memory.
    #[must_use]
    pub fn slices(&self) -> usize {
        self.held().slices.len()
    }

    fn step(&self, limits: &[Limit], may_wait: bool) -> Step<'_> {
        let now = self.now();
        let mut held = self.held();
        held.tidy(now, self.buckets.epoch());
        let mut lacking: Vec<(usize, u64)> = Vec::new();
        let (mut is_refused, mut must_wait) = (false, false);
        let mut waits = vec![0; limits.len()];
        for ((index, limit), wait) in limits.iter().enumerate().zip(&mut waits) {
            let slice = held.slices.entry(limit.key).or_default();
            let lack = limit.need.saturating_sub(slice.usable(now));
            if lack == 0 {
                continue;
            }
            if let Some(known) = slice.known_wait(now, lack) {
                *wait = known;
                is_refused |= limit.is_enforced;
            } else {
                must_wait |= slice.is_leasing;
                lacking.push((index, lack));
            }
        }
        if is_refused {
            let standings = held.standings(limits, now, &waits);
            return Step::Decided(Verdict {
                is_refused,
                standings,
                reserved: Reserved::default(),
            });
        }
        if must_wait && may_wait {
            return Step::Wait;
        }
        let mut reserved = Reserved(Vec::with_capacity(limits.len()));
        for ((index, limit), wait) in limits.iter().enumerate().zip(&waits) {
            if *wait == 0 {
                held.take(index, limit.key, now, limit.need, &mut reserved);
            }
        }
        if lacking.is_empty() {
            let standings = held.standings(limits, now, &waits);
            return Step::Decided(Verdict {
                is_refused,
                standings,
                reserved,
            });
        }
        let asks = held.asks(limits, &lacking, now);
        let lacking = lacking.into_iter().map(|(index, _)| index).collect();
        Step::Ask(Question {
            tier: self,
            asked_at: now,
            asks,
            lacking,
            waits,
            reserved,
            is_settled: false,
        })
    }

    fn now(&self) -> u64 {
        u64::try_from(self.clock.now().timestamp_micros()).unwrap_or_default()
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Held {
    /// Forgets what is worth nothing, and everything when the buckets were lost.
    fn tidy(&mut self, now: u64, epoch: u64) {
        if self.epoch != epoch {
            self.epoch = epoch;
            self.slices.clear();
        }
        if self.slices.len() >= MAX_SLICES {
            self.slices.retain(|_, slice| !slice.is_idle(now));
        }
        if self.slices.len() >= MAX_SLICES {
            self.slices.clear();
        }
    }

    fn take(&mut self, index: usize, key: BudgetKey, now: u64, need: u64, reserved: &mut Reserved) {
        if let Some(slice) = self.slices.get_mut(&key) {
            slice.take(now, need, |taken| reserved.0.push((index, key, taken)));
        }
    }

    fn asks(&mut self, limits: &[Limit], lacking: &[(usize, u64)], now: u64) -> Vec<Ask> {
        let mut asks = Vec::with_capacity(lacking.len());
        for (index, lack) in lacking {
            let Some(limit) = limits.get(*index) else {
                continue;
            };
            let slice = self.slices.entry(limit.key).or_default();
            slice.is_leasing = true;
            let unit = limit.unit.max(1);
            let need = lack.div_ceil(unit).saturating_mul(unit);
            let want = slice.batch(now, unit, need, limit.window);
            let (key, window, is_enforced) = (limit.key, limit.window, limit.is_enforced);
            asks.push(Ask {
                key,
                unit,
                need,
                want,
                window,
                is_enforced,
            });
        }
        asks
    }

    fn settle(&mut self, asked_at: u64, ask: &Ask, grant: &Grant) {
        self.leases += 1;
        let slice = self.slices.entry(ask.key).or_default();
        slice.is_leasing = false;
        slice.saw(asked_at, grant.used);
        if grant.granted > 0 {
            slice.deposit(self.leases, asked_at, grant.granted, grant.used);
        }
        // Who took the last of it knows as well as who got nothing.
        let (need, wait) = match grant.wait {
            0 => (
                ask.unit,
                grant
                    .used
                    .saturating_add(ask.unit)
                    .saturating_sub(ask.window),
            ),
            wait => (ask.need, wait),
        };
        if wait > 0 {
            let pause = wait.max(PAUSE.min(ask.window / LARGEST_BATCH));
            slice.refuse(need, asked_at.saturating_add(pause));
        }
    }

    fn standings(&mut self, limits: &[Limit], now: u64, waits: &[u64]) -> Vec<Standing> {
        let pairs = limits.iter().zip(waits);
        let standing = |(limit, wait): (&Limit, &u64)| Standing {
            left: self
                .slices
                .entry(limit.key)
                .or_default()
                .left(now, limit.window),
            wait: *wait,
        };
        pairs.map(standing).collect()
    }
}

/// A question on its way. Dropped without an answer, it puts back what it held.
struct Question<'a> {
    tier: &'a LocalTier,
    asked_at: u64,
    asks: Vec<Ask>,
    lacking: Vec<usize>,
    waits: Vec<u64>,
    reserved: Reserved,
    is_settled: bool,
}

impl Question<'_> {
    async fn ask(mut self, limits: &[Limit]) -> Result<Verdict, Away> {
        let leased = self.tier.buckets.lease(&self.asks).await?;
        self.tier.counters.decided(Tier::Shared);
        let now = self.tier.now();
        let mut held = self.tier.held();
        for ((index, ask), grant) in self.lacking.iter().zip(&self.asks).zip(&leased.grants) {
            held.settle(self.asked_at, ask, grant);
            if let Some(wait) = self.waits.get_mut(*index) {
                *wait = grant.wait;
            }
            if leased.is_refused || grant.granted == 0 {
                continue;
            }
            // What was taken before the question stays taken; the rest comes out of the lease.
            let of_index = self.reserved.0.iter().filter(|(at, _, _)| at == index);
            let before: u64 = of_index.map(|(_, _, taken)| taken.amount).sum();
            let rest = limits
                .get(*index)
                .map_or(0, |limit| limit.need.saturating_sub(before));
            held.take(*index, ask.key, self.asked_at, rest, &mut self.reserved);
        }
        let standings = held.standings(limits, now, &self.waits);
        let reserved = std::mem::take(&mut self.reserved);
        self.is_settled = true;
        drop(held);
        self.tier.settled.notify_waiters();
        if leased.is_refused {
            self.tier.give_back(&reserved, |_, amount| amount);
            let reserved = Reserved::default();
            return Ok(Verdict {
                is_refused: true,
                standings,
                reserved,
            });
        }
        Ok(Verdict {
            is_refused: false,
            standings,
            reserved,
        })
    }
}

impl Drop for Question<'_> {
    fn drop(&mut self) {
        if self.is_settled {
            return;
        }
        let mut held = self.tier.held();
        for ask in &self.asks {
            if let Some(slice) = held.slices.get_mut(&ask.key) {
                slice.is_leasing = false;
            }
        }
        drop(held);
        self.tier.give_back(&self.reserved, |_, amount| amount);
        self.tier.settled.notify_waiters();
    }
}

#[cfg(test)]
mod tests;
