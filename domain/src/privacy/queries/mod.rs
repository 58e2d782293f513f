//! The rows of data-subject requests, the index of mentions, and rows that have outlived their retention.

mod count_by_state;
mod expired;
mod ledger;
pub(super) mod mentions;

pub(super) use count_by_state::count_by_state;
pub(super) use expired::Expired;
pub(super) use ledger::{
    LedgerRow, addresses, insert_entry, insert_ledger_rows, known_erasures, ledger_rows,
};
