//! Attempts by address (a rate) and failures by account and network (a growing wait).

use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use governor::clock::Clock as GovernorClock;
use governor::middleware::NoOpMiddleware;
use governor::state::keyed::HashMapStateStore;
use governor::{Quota, RateLimiter};
use uuid::Uuid;

use super::failures::Failures;
use super::network::{line, network};
use crate::crypto::FieldHasher;
use crate::settings::RateLimitMode;
use crate::{AppError, Clock};

const ATTEMPTS_BURST: NonZeroU32 = NonZeroU32::MIN.saturating_add(99);
const ATTEMPTS_A_SECOND: NonZeroU32 = NonZeroU32::MIN.saturating_add(1);
/// An attacker chooses the keys: the memory is bounded.
const MAX_ADDRESSES: usize = 100_000;

/// What somebody tries to get into: a hash, so that the memory holds no address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct AttemptedAccount([u8; 32]);

impl AttemptedAccount {
    /// The account of this address in this tenant, whether it exists or not.
    #[must_use]
    pub fn new(tenant_slug: &str, email_normalized: &str) -> Self {
        let mut hasher = FieldHasher::new("attempted_account");
        hasher.field(tenant_slug.as_bytes());
        hasher.field(email_normalized.as_bytes());
        Self(hasher.finish())
    }

    /// An account as it is attempted from a device that it knows.
    #[must_use]
    pub fn of_device(device_id: Uuid) -> Self {
        let mut hasher = FieldHasher::new("attempted_from_device");
        hasher.field(device_id.as_bytes());
        Self(hasher.finish())
    }

    /// The password of this user, guessed in a session of theirs: strangers at the log-in don't stand in its way.
    #[must_use]
    pub fn own_password(user_id: Uuid) -> Self {
        let mut hasher = FieldHasher::new("attempted_own_password");
        hasher.field(user_id.as_bytes());
        Self(hasher.finish())
    }

    /// The second factor of this user: a counter of its own, because whoever gets so far knows the password.
    #[must_use]
    pub fn second_factor(user_id: Uuid) -> Self {
        let mut hasher = FieldHasher::new("attempted_second_factor");
        hasher.field(user_id.as_bytes());
        Self(hasher.finish())
    }

    /// The hash.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

/// Decides whether an attempt may be made. Cheap to clone.
#[derive(Clone)]
pub struct LogInThrottle(Arc<Inner>);

struct Inner {
    mode: RateLimitMode,
    clock: Arc<dyn Clock>,
    by_address:
        RateLimiter<IpAddr, HashMapStateStore<IpAddr>, HouseClock, NoOpMiddleware<Duration>>,
    failures: Mutex<Failures>,
}

impl LogInThrottle {
    /// A throttle that has seen nothing yet.
    #[must_use]
    pub fn new(clock: Arc<dyn Clock>, mode: RateLimitMode) -> Self {
        let quota = Quota::per_second(ATTEMPTS_A_SECOND).allow_burst(ATTEMPTS_BURST);
        let house_clock = HouseClock(clock.clone());
        Self(Arc::new(Inner {
            mode,
            clock,
            by_address: RateLimiter::new(quota, HashMapStateStore::default(), house_clock),
            failures: Mutex::default(),
        }))
    }

    /// Counts an attempt from this address on this account, if it is on one.
    ///
    /// # Errors
    /// `RateLimited` with the time to wait.
    pub fn admit(
        &self,
        address: Option<IpAddr>,
        account: Option<AttemptedAccount>,
    ) -> Result<(), AppError> {
        if self.0.mode == RateLimitMode::Off {
            return Ok(());
        }
        let wait = self
            .wait_of_address(address)
            .max(self.wait_of_account(address, account));
        if wait.is_zero() {
            return Ok(());
        }
        tracing::info!(
            wait_seconds = wait.as_secs(),
            "log-in attempts are slowed down"
        );
        match self.0.mode {
            RateLimitMode::Enforce => Err(AppError::RateLimited { retry_after: wait }),
            RateLimitMode::Shadow | RateLimitMode::Off => Ok(()),
        }
    }

    /// The attempt has failed.
    pub fn failed(&self, address: Option<IpAddr>, account: AttemptedAccount) {
        let now = self.0.clock.now();
        self.failures().add((account, address.map(network)), now);
    }

    /// The attempt was the right one.
    pub fn succeeded(&self, address: Option<IpAddr>, account: AttemptedAccount) {
        self.failures().forget(&(account, address.map(network)));
    }

    fn wait_of_address(&self, address: Option<IpAddr>) -> Duration {
        let Some(address) = address else {
            return Duration::ZERO;
        };
        let limiter = &self.0.by_address;
        if limiter.len() >= MAX_ADDRESSES {
            limiter.retain_recent();
        }
        match limiter.check_key(&line(address)) {
            Ok(()) => Duration::ZERO,
            Err(not_until) => not_until.wait_time_from(HouseClock(self.0.clock.clone()).now()),
        }
    }

    fn wait_of_account(
        &self,
        address: Option<IpAddr>,
        account: Option<AttemptedAccount>,
    ) -> Duration {
        let Some(account) = account else {
            return Duration::ZERO;
        };
        let wait = self
            .failures()
            .wait(&(account, address.map(network)), self.0.clock.now());
        wait.to_std().unwrap_or_default()
    }

    fn failures(&self) -> std::sync::MutexGuard<'_, Failures> {
        self.0
            .failures
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

/// The house's clock as governor wants it.
#[derive(Clone)]
struct HouseClock(Arc<dyn Clock>);

impl GovernorClock for HouseClock {
    type Instant = Duration;

    fn now(&self) -> Duration {
        let micros = u64::try_from(self.0.now().timestamp_micros()).unwrap_or_default();
        Duration::from_micros(micros)
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, TimeDelta};

    use super::*;
    use crate::TestClock;

    fn address(text: &str) -> Option<IpAddr> {
        text.parse().ok()
    }

    #[test]
    fn an_address_that_tries_very_often_has_to_wait_and_others_do_not() {
        let clock = Arc::new(TestClock::new(DateTime::UNIX_EPOCH + TimeDelta::days(1)));
        let throttle = LogInThrottle::new(clock.clone(), RateLimitMode::Enforce);
        let attempt = |from: &str| throttle.admit(address(from), None);
        assert!((0..100).all(|_| attempt("192.0.2.1").is_ok()));
        assert!(matches!(
            attempt("192.0.2.1"),
            Err(AppError::RateLimited { .. })
        ));
        assert!(attempt("192.0.2.2").is_ok());
        clock.advance(TimeDelta::seconds(1));
        assert!(attempt("192.0.2.1").is_ok());
    }

    #[test]
    fn an_account_is_slowed_down_in_the_network_of_the_failures_only() {
        let clock = Arc::new(TestClock::new(DateTime::UNIX_EPOCH + TimeDelta::days(1)));
        let throttle = LogInThrottle::new(clock.clone(), RateLimitMode::Enforce);
        let account = AttemptedAccount::new("acme", "ada@example.org");
        for _ in 0..5 {
            throttle.admit(address("192.0.2.1"), Some(account)).unwrap();
            throttle.failed(address("192.0.2.1"), account);
        }
        assert!(throttle.admit(address("192.0.2.7"), Some(account)).is_err());
        assert!(
            throttle
                .admit(address("198.51.100.1"), Some(account))
                .is_ok(),
            "the owner elsewhere"
        );
        clock.advance(TimeDelta::seconds(1));
        assert!(throttle.admit(address("192.0.2.1"), Some(account)).is_ok());
        throttle.succeeded(address("192.0.2.1"), account);
    }

    #[test]
    fn shadow_and_off_refuse_nothing() {
        for mode in [RateLimitMode::Shadow, RateLimitMode::Off] {
            let throttle = LogInThrottle::new(Arc::new(crate::SystemClock), mode);
            assert!((0..200).all(|_| throttle.admit(address("192.0.2.1"), None).is_ok()));
        }
    }
}
