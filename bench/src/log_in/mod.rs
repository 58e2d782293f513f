//! Log-in: whether its time tells why it failed, and what a storm of log-ins does to everybody else.

mod mann_whitney;
mod run;
mod storm;
mod timing;

pub use run::run;
