//! Tests of what an operator sees: configuration, command line, health, shutdown.

mod configuration;
mod master_key;
mod migrate;
mod waiting;
