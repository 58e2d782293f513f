//! What clients see. Types here never derive from tables; resolvers build input, call one function of `xorb-domain` and
//! wrap its output.

pub mod connection;
mod nullable;
mod payload;
pub mod scalars;
mod user_error;

pub use nullable::Nullable;
pub use payload::split_user_errors;
pub use user_error::{UserError, UserErrorCode};
