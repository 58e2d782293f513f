//! The tables of data-subject requests.

mod lists;
mod officers;
mod parts;
mod requests;
mod vaults;

pub(super) use lists::{count_requests, list_requests};
pub(super) use officers::{Officer, list_officers};
pub(super) use parts::{insert_message, list_certificates, list_messages, list_tasks};
pub(super) use requests::{
    Extension, extend_request, insert_request, lock_request, move_request, move_requests,
};
pub(crate) use requests::{find_request, find_requests, lock_requests};
pub(super) use vaults::{find_identity, store_identity};
