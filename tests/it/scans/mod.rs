//! Scans: what leaves the machine, and what comes of what comes back.

mod engine_runs;
mod engines;
mod engines_on_hosts;
pub mod fixture;
mod http_client;
mod other_tenant;
mod ownership_proof;
mod reach;
mod run;
mod scoped_connector;
mod start;
mod stop;
