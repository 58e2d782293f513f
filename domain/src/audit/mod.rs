//! The audit trail: what was done, by whom, with what outcome, in a chain that verifies before and after any erasure.
//!
//! The hashed event holds commitments only; what is personal lies in payloads, encrypted under the key of the person it
//! is about. Deleting a payload leaves the chain as it was. Read on in `append` and `verify`.

mod action;
mod append;
mod chain;
mod dirty_trails;
mod event;
mod payload;

pub use action::AuditAction;
pub(crate) use append::append;
pub use chain::{GENESIS, Link};
pub use dirty_trails::DirtyTrails;
pub use event::{AuditEvent, Outcome};
