//! The job engine, with the database as the truth, beside `BullMQ` on the same Redis in the same run.

mod bullmq;
mod house;
mod probe;
mod run;

pub use run::run;
