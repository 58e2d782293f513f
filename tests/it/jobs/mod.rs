//! The job engine: leases, fences, effects, repair.

mod crashes;
mod fences;
mod fixture;
mod frozen;
mod loss;
mod people;
pub mod scanned;
