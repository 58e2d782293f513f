//! Who is calling: what the edge asks of whoever knows sessions, tokens and roles.

mod authenticate;
mod credentials;
mod session_callers;

pub use authenticate::{Authenticate, Caller};
pub use credentials::{Credentials, SESSION_COOKIE};
pub use session_callers::SessionCallers;
