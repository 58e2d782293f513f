mod chain;
mod checkpoints;
mod command;
mod coverage;
mod erasure;
mod reading;
mod tampering;
pub mod trail;
mod verification_job;
