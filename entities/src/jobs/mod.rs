//! Work that was accepted, and the schedules that make some.

pub mod job;
pub mod job_effect;
pub mod schedule;
pub mod schedule_tick;

pub use job::{JobClass, JobState};
