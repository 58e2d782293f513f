//! What happens to people's data, and the proof of it.

mod certificate_command;
mod sweep_expired;
