//! What happens to people's data, and the proof of it.

mod certificate_command;
pub mod requests;
mod sweep_expired;
