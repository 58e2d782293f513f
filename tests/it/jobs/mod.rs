//! The job engine: leases, fences, effects, repair.

mod chaos;
mod crashes;
mod fairness;
mod fences;
mod fixture;
mod frozen;
mod loops;
mod loss;
mod needles;
mod operators;
mod people;
mod plans;
mod redis_links;
mod retention;
mod runs;
pub mod scanned;
mod schedules;
mod targets;
