//! The life of a data-subject request, from receipt to its end.
//!
//! `states` says which moves there are, `transition` makes them, the identity of the person lies in the `vault` until then.

mod queries;
mod states;
mod transition;
mod vault;

pub(crate) use transition::{Change, transition};
pub(crate) use vault::{Vault, clear_vault, read_vault, write_vault};
