//! Who somebody is, and what they may do.

mod actor;
mod authorise;
mod permission;
mod role;

pub use actor::{Actor, ActorKind, RequestInfo};
pub use permission::Permission;
pub use role::Role;
