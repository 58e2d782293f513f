//! Recurring work: when it is due, and that each tick is fired once, however many processes look.

mod fire_due;
mod schedule;

pub use fire_due::{fire_due, next_tick};
pub use schedule::Schedule;
