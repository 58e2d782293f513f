//! The loops of the job engine in one process.
//!
//! `dispatcher` picks fairly and feeds the queue; `fetcher` pops and claims, or claims straight from the database while
//! the queue is away; apalis runs the handlers in a pool per class (`backend`, `pool`); `acknowledge` turns results into
//! ends, `completer` writes them in groups; `heartbeats` keeps leases and carries stops; `reconciler` repairs;
//! `scheduler` fires what recurs.

mod acknowledge;
mod assignment;
mod backend;
mod completer;
mod counters;
mod dispatcher;
mod drain;
mod engine;
mod fetcher;
mod handlers;
mod heartbeats;
mod histogram;
mod observer;
mod pace;
mod pool;
mod reconciler;
mod run_job;
mod running;
mod scheduler;
mod start;
mod window;

pub use counters::JobCounters;
pub use drain::run_until_idle;
pub use handlers::{Handlers, OwnHandlers};
pub use start::{run, run_with};
