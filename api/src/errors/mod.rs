//! Errors on their way out: one conversion, one closed set of codes, and the cause in the log only.
//!
//! Resolvers return `AppError` (with `?`); async-graphql carries it along as the error's source. [`publish`] is the one
//! place where it becomes what a client sees.

mod publish;
mod reference;
mod server_error;
mod status;

pub use publish::{Publication, publish};
pub use reference::reference;
pub use server_error::into_server_error;
pub use status::http_status;
