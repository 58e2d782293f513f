//! Subscriptions (and queries, and mutations) over a WebSocket, in the protocol `graphql-transport-ws`.
//!
//! Every document passes the same gate as over HTTP. One task per socket: while it waits for a slow reader it reads
//! nothing and asks no subscription for more, so that its memory is bounded.

mod close;
mod conversation;
mod greeting;
mod open_sockets;
mod protocol;
mod running;

#[cfg(test)]
pub(crate) mod tests;
mod upgrade;
mod wire;

pub(crate) use close::documented_closes;
pub use open_sockets::OpenSockets;
pub(crate) use open_sockets::Seat;
pub(crate) use upgrade::upgrade;
