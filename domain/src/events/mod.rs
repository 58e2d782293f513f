//! Wakes subscriptions: says that something changed, never what. The row is read from the database.

mod bus;
mod redis;
mod topic;

pub use bus::{EventBus, Listener};
pub use topic::Topic;
