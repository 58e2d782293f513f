//! The operators' pages, on the admin listener: make a passkey, log in with it, take a grant, log out. In English, as the command line is.

mod enroll;
mod enrollments;
mod home;
mod impersonate;
mod log_in;
mod log_out;
mod refusal;
mod routes;

pub use enrollments::Enrollments;
pub use routes::routes;
