//! Wakes subscriptions: says that something changed, never what. The row is read from the database.

mod bus;
mod listeners;
mod redis;
mod topic;

pub use bus::EventBus;
pub use listeners::Listener;
use topic::Change;
pub use topic::Topic;
