//! The tables of data-subject requests.

mod requests;

pub(super) use requests::{find_request, lock_request, move_request};
