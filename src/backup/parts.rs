//! The names of what a backup can hold. Nothing else is taken out of one, whatever it says its name is.

/// The copy of the database.
pub(crate) const DATABASE: &str = "xorb.db";
/// The heads of the audit trails that lay outside the database, none newer than the copy.
pub(crate) const CHECKPOINTS: &str = "audit-checkpoints.jsonl";
/// The master key, in a backup of the keys only.
pub(crate) const MASTER_KEY: &str = "master.key";
/// What must be found, the last part of all.
pub(super) const MANIFEST: &str = "manifest.json";
