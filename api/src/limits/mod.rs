//! The first tier of rate limits: by address, in process, before anything expensive.

mod address_key;
mod address_limiter;
mod capped_store;
mod decision;

pub use address_key::AddressKey;
pub use address_limiter::{AddressLimiter, AddressQuota};
pub use decision::{Decision, whole_seconds};
