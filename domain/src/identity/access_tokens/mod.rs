//! Access tokens: JWTs of five minutes, signed with Ed25519 (RFC 9068, 8725, 8037), made and read here and nowhere else.
//!
//! A token proves who logged in; whether the session still lives and what its user may do is read from the session at
//! each request (`identity::authenticate`).

mod claims;
mod issue;
mod service;
mod verified;
mod verify;

pub use claims::Claims;
pub(crate) use service::TokenSubject;
pub use service::{AccessTokens, IssuedToken};
