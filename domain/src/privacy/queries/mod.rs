//! The rows of data-subject requests.

mod count_by_state;

pub(super) use count_by_state::count_by_state;
