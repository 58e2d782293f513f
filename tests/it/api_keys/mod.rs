//! API keys and service accounts: what a key opens, what it never opens, and when it ends.

pub mod field_matrix;
pub mod fixture;
mod lifetime;
mod over_http;
mod reminders;
mod scopes;
mod service_accounts;
