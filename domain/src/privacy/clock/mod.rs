//! By when a data-subject request must be answered: GDPR Art. 12(3), counted by Regulation 1182/71.
//!
//! Pure: dates in, dates out. Rules and holidays are data with effective dates, in `deadlines.toml`.

mod calendar;
mod deadlines;
mod easter;
mod effective;
mod tables;
mod time_zone;

pub use deadlines::Deadlines;
pub(crate) use tables::calendar_names;
