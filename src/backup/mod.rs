//! What `xorb backup` writes and `xorb restore` reads: a tar of a database's copy, or of the master key, and of a manifest,
//! encrypted in age's format, so that `age -d FILE | tar -x` opens it on any machine.

mod apart;
mod archive;
mod copying;
mod database;
mod key;
mod manifest;
mod parts;
mod place;
mod scratch;
mod seal;
mod target;

pub(crate) use apart::Apart;
pub(crate) use archive::{Packing, unpack};
pub(crate) use database::{copy_database, inspect, path_of_database};
pub(crate) use key::{Key, read_passphrase};
pub(crate) use manifest::{Kind, Manifest, Part};
pub(crate) use parts::{CHECKPOINTS, DATABASE, MASTER_KEY};
pub(crate) use place::{
    Replaced, fold_journal, put, set_aside, set_database_aside, sync_folder_of,
};
pub(crate) use scratch::{Scratch, sweep};
pub(crate) use seal::Seal;
pub(crate) use target::Target;
