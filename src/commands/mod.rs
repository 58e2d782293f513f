//! One file a command.

pub(crate) mod audit_verify;
pub(crate) mod backup;
mod certificate_file;
pub(crate) mod certificate_verify;
mod certificate_words;
pub(crate) mod config;
pub(crate) mod demo;
pub(crate) mod documents;
pub(crate) mod jobs;
pub(crate) mod keys;
pub(crate) mod migrate;
pub(crate) mod operators;
pub(crate) mod probe;
pub(crate) mod quotas;
pub(crate) mod rate_limits;
pub(crate) mod restore;
pub(crate) mod scans;
pub(crate) mod serve;
