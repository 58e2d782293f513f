//! Mutual TLS of the listeners: version 1.3 only, a client certificate is required, and renewed files are in use without a
//! restart.

mod client_names;
mod door;
mod entrance;
mod identity;
mod stamp;

pub use door::Door;
pub use entrance::Entrance;
