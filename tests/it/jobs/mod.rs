//! The job engine: leases, fences, effects, repair.

mod fences;
mod fixture;
mod loss;
mod people;
