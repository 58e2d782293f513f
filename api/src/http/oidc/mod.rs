//! The browser's way to an identity provider and back, and the provider's own call when somebody logs out there.

mod backchannel_logout;
mod browser_mark;
mod callback;
mod error_page;
mod return_to;
mod routes;
mod start;

pub(super) use routes::routes;
