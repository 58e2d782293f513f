//! Accounts, sessions and what lets people in, through the use cases.

mod authenticate;
mod authorisation_matrix;
pub mod fixture;
mod invitations;
mod log_in;
mod passwords;
mod refresh_session;
mod sign_up;
mod step_up;
mod users;
