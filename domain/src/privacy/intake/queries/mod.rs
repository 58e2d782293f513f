//! The rows of a request that waits for its confirmation.

mod contacts;
mod open_challenges;
mod requests;

pub(super) use contacts::{delete_contact, find_contact, find_mails};
pub(super) use open_challenges::{
    count_open_since, find_noted, forget_open, is_being_erased, note_open,
};
pub(super) use requests::{find_expired, forget_challenge, is_challenged, lock_challenged};
