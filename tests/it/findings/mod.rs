//! Findings: how scans bring them in, how people decide about them, how they are listed.

pub mod fixture;
mod ingest;
mod lists;
mod triage;
