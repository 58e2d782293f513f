//! The tables of data-subject requests.

mod requests;
mod vaults;

pub(super) use requests::{find_request, lock_request, move_request};
pub(super) use vaults::{find_identity, store_identity};
