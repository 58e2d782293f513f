//! Slows down whoever tries passwords or tokens. It looks at the request only, never at whether an account exists.

mod failures;
mod log_in_throttle;
mod network;

pub use log_in_throttle::{AttemptedAccount, LogInThrottle};
pub(super) use network::network;
