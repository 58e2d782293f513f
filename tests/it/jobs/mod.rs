//! The job engine: leases, fences, effects, repair.

mod crashes;
mod fences;
mod fixture;
mod loss;
mod people;
pub mod scanned;
