//! Slows down whoever tries passwords or tokens. It looks at the request only, never at whether an account exists.

mod ceiling;
mod failures;
mod log_in_throttle;
mod network;

pub(super) use ceiling::{count_failure, is_at_ceiling};
pub use log_in_throttle::{AttemptedAccount, LogInThrottle};
pub(super) use network::network;
