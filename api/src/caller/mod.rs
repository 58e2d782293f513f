//! Who is calling: what the edge asks of whoever knows sessions, tokens and roles.

mod authenticate;
mod credentials;
mod device_cookie;
mod in_somebodys_name;
mod key_uses;
mod session_callers;
mod session_cookie;

pub use authenticate::{Authenticate, Caller};
pub use credentials::{Credentials, OPERATOR_COOKIE, SESSION_COOKIE};
pub use device_cookie::{DEVICE_COOKIE, device_cookie};
pub use session_callers::SessionCallers;
pub use session_cookie::{ended_session_cookie, session_cookie, session_cookie_name};
