//! Alive, ready, and the public keys: what other machines ask.

mod endpoints;
mod readiness;

pub use endpoints::{judge, jwks, livez, readyz};
pub use readiness::{PublicKeys, Readiness};
