//! Checkpoints: signed heads of the chains, in the database and, so that nobody who rules the database can cut off a
//! chain's newest events unseen, in an append-only file outside it.

mod file;
mod keys;
mod outside;
mod run;
mod statement;
mod take;

pub use file::default_file;
pub(super) use keys::CheckpointKeys;
pub(super) use outside::Outside;
pub use run::run_checkpoints;
pub(super) use statement::Checkpoint;
pub use take::{checkpoint_every_trail, checkpoint_trails};
