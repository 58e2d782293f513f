//! The composition root: the only place that knows both `api` and `worker`.
//!
//! `cli` reads the command line; `application` puts a running process together and is shared with the tests.

pub mod application;
mod backup;
pub mod cli;
mod commands;
mod demo;
mod doors;
mod edge;
mod greeting;
mod health;
mod logging;
mod readiness;
mod shutdown;
mod startup;
mod supervisor;
mod telemetry;
mod wrong_use;
