//! Who is calling: what the edge asks of whoever knows sessions, tokens and roles.

mod authenticate;
mod credentials;

pub use authenticate::{Authenticate, Caller};
pub use credentials::{Credentials, SESSION_COOKIE};
