//! Sockets over a real server on loopback.

pub mod client;
mod handshake;
mod life;
mod operations;
