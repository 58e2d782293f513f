//! Accounts, sessions and what lets people in, through the use cases.

mod administration;
mod authenticate;
mod authorisation_matrix;
mod custom_roles;
mod email_change;
pub mod fixture;
mod grants;
mod invitations;
mod log_in;
mod password_reset;
mod passwords;
mod people;
mod refresh_session;
mod sign_up;
mod step_up;
mod users;
