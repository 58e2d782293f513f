//! Tests of what an operator sees: configuration, command line, health, shutdown.

mod backup;
mod configuration;
mod demo;
mod distributed;
mod embedded;
mod given_up;
mod keys;
mod master_key;
mod migrate;
mod own_listeners;
mod proxy;
mod scans_stop;
mod telemetry;
mod vanishing;
mod waiting;
