//! Scans: what leaves the machine, and what comes of what comes back.

mod engines;
mod http_client;
mod ownership_proof;
mod reach;
mod scoped_connector;
