//! Requests of people without an account: a form, a mail to the address, a button.
//!
//! `request_by_form` never looks whether the address is known, so it can't tell. Until `confirm_by_token` nothing that is
//! about anybody else is read or changed, and what nobody confirms is forgotten by `expire_unverified`.

mod confirm_by_token;
mod expire_unverified;
mod open_challenges;
mod queries;
mod receive;
mod request_by_form;

pub use confirm_by_token::{ConfirmedRequest, confirm_by_token};
pub(super) use expire_unverified::{expire_unverified, forget_unconfirmed, has_expired_challenges};
pub use request_by_form::{RequestByForm, request_by_form};
