//! Attempts to get in: by account, address and tenant, in all processes together. Whether an account exists plays no part.
//!
//! Beside the growing wait after failures, which each process keeps (`identity::throttle`). An attempt that succeeds does
//! not count against the account.

use std::net::IpAddr;

use super::limiter::{Admission, Admitted, RateLimits};
use super::resolve::{Met, line};
use super::{Lane, Window};
use crate::AppError;
use crate::settings::RateLimitMode;

const OF_ACCOUNT: Window = Window::fixed(30, 300);
const OF_ADDRESS: Window = Window::fixed(240, 120);
const OF_TENANT: Window = Window::fixed(1_200, 60);

/// Who tries, and what.
#[derive(Clone, Copy, Debug)]
pub struct Attempt<'a> {
    /// A hash of the account, if it is on one.
    pub account: Option<&'a [u8]>,
    /// Where from.
    pub address: Option<IpAddr>,
    /// The tenant's slug, for strangers who guess. Whoever shows a known device, a passkey or more than a password is not
    /// counted against it: nobody can lock a company out.
    pub tenant: Option<&'a str>,
}

impl Attempt<'_> {
    /// An attempt on no account that is known yet.
    #[must_use]
    pub fn of_address(address: Option<IpAddr>) -> Self {
        Self {
            account: None,
            address,
            tenant: None,
        }
    }
}

/// An attempt that may be made.
#[derive(Debug, Default)]
pub struct AdmittedAttempt(Admitted);

impl RateLimits {
    /// Counts an attempt. Without shared limits, only a small part of them is left.
    ///
    /// # Errors
    /// `RateLimited` with the time to wait.
    pub async fn admit_attempt(&self, attempt: Attempt<'_>) -> Result<AdmittedAttempt, AppError> {
        if self.mode() == RateLimitMode::Off {
            return Ok(AdmittedAttempt::default());
        }
        let address = attempt.address.map(line);
        let of_account = (OF_ACCOUNT, "attempts-account", attempt.account);
        let of_address = (
            OF_ADDRESS,
            "attempts-address",
            address.as_ref().map(<[u8; 16]>::as_slice),
        );
        let of_tenant = (
            OF_TENANT,
            "attempts-tenant",
            attempt.tenant.map(str::as_bytes),
        );
        let limits = [of_account, of_address, of_tenant].into_iter();
        let known = limits.filter_map(|(window, name, whose)| Some((window, name, whose?)));
        let mut met: Vec<Met> = known
            .map(|(window, name, whose)| Met::new(self.names(), name, window, &[whose], 1))
            .collect();
        if self.mode() == RateLimitMode::Shadow {
            for met in &mut met {
                met.limit.is_enforced = false;
            }
        }
        match self.decide(met, Lane::Credentials).await {
            Admission::Admitted(admitted) => Ok(AdmittedAttempt(admitted)),
            Admission::Refused { retry_after, .. } => Err(AppError::RateLimited { retry_after }),
        }
    }

    /// The attempt on an account was the right one: it does not count against that.
    pub fn attempt_succeeded(&self, attempt: &AdmittedAttempt) {
        self.give_back_first(&attempt.0);
    }
}
