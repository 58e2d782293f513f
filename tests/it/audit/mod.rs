mod chain;
mod checkpoints;
mod coverage;
mod erasure;
mod reading;
mod tampering;
mod trail;
mod verification_job;
