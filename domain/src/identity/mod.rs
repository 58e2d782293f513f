//! Who somebody is, and what they may do.

mod access_tokens;
mod actor;
mod authorise;
mod passwords;
mod permission;
mod role;

pub use access_tokens::{AccessTokens, Claims, IssuedToken};
pub use actor::{Actor, ActorKind, RequestInfo};
pub use passwords::{Password, PasswordPool, Verdict};
pub use permission::Permission;
pub use role::Role;
