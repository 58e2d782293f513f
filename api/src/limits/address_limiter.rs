//! One bucket for each address: 50 requests a second, 300 at once.

use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use governor::clock::{Clock, DefaultClock};
use governor::middleware::StateInformationMiddleware;
use governor::{Quota, RateLimiter};

use xorb_domain::settings::{RateLimitMode, RateLimitSettings};

use super::capped_store::CappedStore;
use super::{AddressKey, Decision};

/// Requests between two clean-ups of the limiter's memory.
const CLEAN_UP_EVERY: u64 = 20_000;

/// What one address may do.
#[derive(Clone, Copy, Debug)]
pub struct AddressQuota {
    /// Requests that come back in each second.
    pub per_second: NonZeroU32,
    /// Requests at once.
    pub burst: NonZeroU32,
    /// Addresses that are remembered at most.
    pub tracked_addresses: usize,
}

impl From<&RateLimitSettings> for AddressQuota {
    fn from(settings: &RateLimitSettings) -> Self {
        let at_least_one = |number| NonZeroU32::new(number).unwrap_or(NonZeroU32::MIN);
        Self {
            per_second: at_least_one(settings.requests_per_second),
            burst: at_least_one(settings.burst),
            tracked_addresses: settings.max_tracked_addresses,
        }
    }
}

impl Default for AddressQuota {
    fn default() -> Self {
        Self {
            per_second: NonZeroU32::MIN.saturating_add(49),
            burst: NonZeroU32::MIN.saturating_add(299),
            tracked_addresses: 100_000,
        }
    }
}

/// Limits requests by address, in this process.
#[derive(Debug)]
pub struct AddressLimiter<C: Clock = DefaultClock> {
    limiter: RateLimiter<AddressKey, CappedStore, C, StateInformationMiddleware>,
    clock: C,
    quota: AddressQuota,
    mode: RateLimitMode,
    checks: AtomicU64,
}

impl AddressLimiter {
    /// A limiter by the system's monotonic clock.
    #[must_use]
    pub fn new(mode: RateLimitMode, quota: AddressQuota) -> Self {
        Self::with_clock(mode, quota, DefaultClock::default())
    }
}

impl<C: Clock + Clone> AddressLimiter<C> {
    /// A limiter by a given clock.
    #[must_use]
    pub fn with_clock(mode: RateLimitMode, quota: AddressQuota, clock: C) -> Self {
        let rate = Quota::per_second(quota.per_second).allow_burst(quota.burst);
        let limiter = RateLimiter::new(
            rate,
            CappedStore::new(quota.tracked_addresses),
            clock.clone(),
        );
        Self {
            limiter,
            clock,
            quota,
            mode,
            checks: AtomicU64::new(0),
        }
    }

    /// Counts one request of `address`. `None` if the limiter is off.
    pub fn check(&self, address: IpAddr) -> Option<Decision> {
        if self.mode == RateLimitMode::Off {
            return None;
        }
        if self.checks.fetch_add(1, Ordering::Relaxed) % CLEAN_UP_EVERY == CLEAN_UP_EVERY - 1 {
            self.limiter.retain_recent();
        }
        let decision = match self.limiter.check_key(&address.into()) {
            Ok(state) => self.decision(state.remaining_burst_capacity(), None),
            Err(until) => self.decision(0, Some(until.wait_time_from(self.clock.now()))),
        };
        match (self.mode, decision.retry_after) {
            (RateLimitMode::Shadow, Some(_)) => {
                tracing::warn!(
                    "an address exceeds its rate limit; nothing is refused in shadow mode"
                );
                Some(Decision {
                    retry_after: None,
                    ..decision
                })
            }
            _ => Some(decision),
        }
    }

    /// Addresses that are remembered now.
    #[must_use]
    pub fn tracked_addresses(&self) -> usize {
        self.limiter.len()
    }

    fn decision(&self, remaining: u32, retry_after: Option<Duration>) -> Decision {
        let (limit, rate) = (self.quota.burst.get(), self.quota.per_second.get());
        let missing = limit.saturating_sub(remaining);
        Decision {
            limit,
            window_seconds: u64::from(limit.div_ceil(rate)),
            remaining,
            reset_after: Duration::from_secs(1) * missing / rate,
            retry_after,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use governor::clock::FakeRelativeClock;

    fn limiter(
        mode: RateLimitMode,
        tracked_addresses: usize,
    ) -> (AddressLimiter<FakeRelativeClock>, FakeRelativeClock) {
        let clock = FakeRelativeClock::default();
        let quota = AddressQuota {
            tracked_addresses,
            ..AddressQuota::default()
        };
        (
            AddressLimiter::with_clock(mode, quota, clock.clone()),
            clock,
        )
    }

    fn address(n: u32) -> IpAddr {
        std::net::Ipv4Addr::from_bits(n).into()
    }

    fn refusals(
        limiter: &AddressLimiter<FakeRelativeClock>,
        address: IpAddr,
        requests: usize,
    ) -> usize {
        (0..requests)
            .filter(|_| {
                limiter
                    .check(address)
                    .is_some_and(|decision| decision.retry_after.is_some())
            })
            .count()
    }

    #[test]
    fn three_hundred_at_once_and_then_fifty_a_second() {
        let (limiter, clock) = limiter(RateLimitMode::Enforce, 10);
        assert_eq!(refusals(&limiter, address(1), 310), 10);
        clock.advance(Duration::from_secs(1));
        assert_eq!(refusals(&limiter, address(1), 60), 10);
        assert_eq!(refusals(&limiter, address(2), 300), 0);
    }

    #[test]
    fn the_decision_says_what_is_left_and_when_to_come_back() {
        let (limiter, _) = limiter(RateLimitMode::Enforce, 10);
        let first = limiter.check(address(1)).unwrap();
        assert_eq!(
            (
                first.limit,
                first.window_seconds,
                first.remaining,
                first.retry_after
            ),
            (300, 6, 299, None)
        );
        refusals(&limiter, address(1), 299);
        let refused = limiter.check(address(1)).unwrap();
        assert_eq!(
            (refused.remaining, refused.retry_after),
            (0, Some(Duration::from_millis(20)))
        );
    }

    #[test]
    fn above_the_cap_new_addresses_share_a_bucket_and_known_ones_keep_theirs() {
        let (limiter, clock) = limiter(RateLimitMode::Enforce, 10);
        let refused = (0..1_000)
            .map(|n| refusals(&limiter, address(n), 1))
            .sum::<usize>();
        assert_eq!(limiter.tracked_addresses(), 10);
        assert_eq!(refused, 1_000 - 10 - 300);
        assert_eq!(refusals(&limiter, address(5), 299), 0);
        clock.advance(Duration::from_secs(10));
        limiter.limiter.retain_recent();
        assert_eq!(limiter.tracked_addresses(), 0);
    }

    #[test]
    fn shadow_refuses_nothing_and_off_does_not_count() {
        assert_eq!(
            refusals(&limiter(RateLimitMode::Shadow, 10).0, address(1), 400),
            0
        );
        assert_eq!(limiter(RateLimitMode::Off, 10).0.check(address(1)), None);
    }
}
