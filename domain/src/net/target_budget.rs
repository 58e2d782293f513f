//! One token bucket for each pinned address, shared by all steps, engines and tenants of this process, so that several scans
//! of one machine together are no faster than one. A generic cell rate: only the time of the next free slot is kept.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use tokio::time::Instant;

use super::unwrap_embedded;

/// Above this many addresses, those at rest are forgotten: they would get a full bucket anyway.
const MAX_TRACKED: usize = 10_000;

/// How fast one target may be connected to.
#[derive(Clone, Copy, Debug)]
pub struct TargetRate {
    /// Connections a second in the long run.
    pub per_second: u32,
    /// Connections at once after a rest.
    pub burst: u32,
}

impl Default for TargetRate {
    /// A small web server serves 50 requests a second without notice; the burst lets a quick look at 100 ports pass at once.
    fn default() -> Self {
        Self {
            per_second: 50,
            burst: 100,
        }
    }
}

/// The buckets of this process.
#[derive(Debug)]
pub struct TargetBudget {
    interval: Duration,
    tolerance: Duration,
    next_slots: Mutex<HashMap<IpAddr, Instant>>,
}

impl TargetBudget {
    #[must_use]
    pub fn new(rate: TargetRate) -> Self {
        let interval = Duration::from_secs(1) / rate.per_second.max(1);
        let tolerance = interval.saturating_mul(rate.burst.saturating_sub(1));
        Self {
            interval,
            tolerance,
            next_slots: Mutex::new(HashMap::new()),
        }
    }

    /// Takes the next slot of an address and says how long to wait for it.
    #[must_use = "the connection must wait this long"]
    pub fn reserve(&self, address: IpAddr, now: Instant) -> Duration {
        let mut slots = self
            .next_slots
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if slots.len() >= MAX_TRACKED {
            slots.retain(|_, next| *next > now);
        }
        let next = slots.entry(unwrap_embedded(address)).or_insert(now);
        let slot = (*next).max(now);
        *next = slot + self.interval;
        slot.duration_since(now).saturating_sub(self.tolerance)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn a_burst_passes_and_the_rest_keeps_the_rate() {
        let budget = TargetBudget::new(TargetRate {
            per_second: 10,
            burst: 3,
        });
        let (target, now) = (address("192.0.2.1"), Instant::now());
        let waits: Vec<_> = (0..5)
            .map(|_| budget.reserve(target, now).as_millis())
            .collect();
        assert_eq!(waits, [0, 0, 0, 100, 200]);
    }

    #[test]
    fn a_rest_refills_the_bucket_no_further_than_its_burst() {
        let budget = TargetBudget::new(TargetRate {
            per_second: 10,
            burst: 2,
        });
        let (target, now) = (address("192.0.2.1"), Instant::now());
        let _ = (budget.reserve(target, now), budget.reserve(target, now));
        let later = now + Duration::from_secs(60);
        let waits: Vec<_> = (0..3)
            .map(|_| budget.reserve(target, later).as_millis())
            .collect();
        assert_eq!(waits, [0, 0, 100]);
    }

    #[test]
    fn addresses_do_not_wait_for_each_other_but_spellings_do() {
        let budget = TargetBudget::new(TargetRate {
            per_second: 10,
            burst: 1,
        });
        let now = Instant::now();
        assert_eq!(budget.reserve(address("192.0.2.1"), now), Duration::ZERO);
        assert_eq!(budget.reserve(address("192.0.2.2"), now), Duration::ZERO);
        assert_eq!(
            budget.reserve(address("::ffff:192.0.2.1"), now),
            Duration::from_millis(100)
        );
    }

    #[test]
    fn addresses_at_rest_are_forgotten() {
        let budget = TargetBudget::new(TargetRate::default());
        let now = Instant::now();
        for number in 0..u32::try_from(MAX_TRACKED).unwrap() {
            let _ = budget.reserve(IpAddr::from(number.to_be_bytes()), now);
        }
        let _ = budget.reserve(address("192.0.2.1"), now + Duration::from_secs(1));
        assert_eq!(budget.next_slots.lock().unwrap().len(), 1);
    }
}
