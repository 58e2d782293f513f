//! Limits at the edge: by address, in process, before anything expensive; by class, what runs at once; by policies, what a
//! caller may spend together with all other processes.

mod address_key;
mod address_limiter;
mod capped_store;
mod decision;
mod headers;
mod lane;
mod running;

pub use address_key::AddressKey;
pub use address_limiter::{AddressLimiter, AddressQuota};
pub use decision::{Decision, whole_seconds};
pub use headers::write_standings;
pub(crate) use lane::lane_of;
pub use running::{Place, RunningByLane};
