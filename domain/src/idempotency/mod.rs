//! Mutations that may be sent twice and are done once.

mod claim_key;

pub use claim_key::{KeyClaim, claim_key};
