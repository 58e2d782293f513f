//! The job engine beside `BullMQ`, on the same Redis in the same run; the database as the truth.

mod bullmq;
mod enqueuing;
mod figures;
mod house;
mod latency;
mod neighbours;
mod probe;
mod retake;
mod run;
mod throughput;

pub use run::run;
