//! Sockets over a real server on loopback.

mod client;
mod handshake;
mod life;
mod operations;
