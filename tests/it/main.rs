//! Integration tests of the whole program: one binary, real PostgreSQL, Redis and nginx of its own.
#![cfg(test)]

mod api;
mod api_keys;
mod assets;
mod audit;
mod contract;
mod deploy;
mod federation;
mod findings;
mod fixtures;
mod harness;
mod identity;
mod identity_providers;
mod jobs;
mod mail;
mod operations;
mod operators;
mod privacy;
mod rate_limits;
mod scans;
mod schema;
mod second_factors;
mod structure;
mod tenants;
mod webhooks;
