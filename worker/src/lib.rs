//! The worker: takes jobs that are due, runs their handlers under a lease, and says how they ended.
//!
//! The rules (fairness, claims, fences, repair) are functions of `domain::jobs`; here are the loops that call them and
//! the handlers. Nothing in this crate decides what may be done.

pub mod engines;
pub mod handlers;
pub mod mail;
pub mod runner;
