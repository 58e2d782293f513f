//! Webhooks: told once it is committed, signed, tried again, and never sent where it may not go.

mod crash;
mod disabling;
mod documented;
mod endpoints;
mod erasure;
mod events;
pub mod fixture;
mod graphql;
mod kept;
mod messages;
mod once;
pub mod receiver;
mod retries;
mod rotation;
mod tls;
mod unreachable;
