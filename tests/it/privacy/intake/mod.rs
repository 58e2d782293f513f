//! Requests of people without an account: the form, the mail, the button, and what all of it never tells.

mod alike;
mod expiry;
pub mod fixture;
mod hostile;
mod journey;
mod limits;
mod links;
