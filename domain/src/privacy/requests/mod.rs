//! The life of a data-subject request, from receipt to its end.
//!
//! `states` says which moves there are, `transition` makes them.

mod queries;
mod states;
mod transition;
