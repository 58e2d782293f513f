//! Tests of what an operator sees: configuration, command line, health, shutdown.

mod configuration;
mod migrate;
mod waiting;
