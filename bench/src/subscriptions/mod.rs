//! Subscriptions over sockets: the memory and processor time of a thousand that are idle, and how long a change takes to reach
//! its subscriber, on the same process and on another one.

mod run;
mod socket;

pub use run::run;
