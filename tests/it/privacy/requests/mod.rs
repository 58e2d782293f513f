//! The life of a request for erasure, up to its approval and its other ends.

mod alarms;
mod approving;
mod asking;
mod extending;
pub mod fixture;
mod numbers;
mod over_http;
mod reading;
mod refusing;
mod withdrawing;
