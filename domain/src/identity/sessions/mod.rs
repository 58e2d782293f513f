//! What a log-in gives: a session, and the secrets that prove it.

mod auth_method;
pub(crate) mod limits;
mod open_session;
mod refresh_decision;
mod session_grant;

pub(crate) use auth_method::{AuthMethod, amr};
pub(crate) use open_session::{Means, OpenedSession, Person, issue_refresh_token, open_session};
pub(crate) use refresh_decision::{Presented, RefreshDecision, decide};
pub use session_grant::SessionGrant;
pub(crate) use session_grant::grant;
