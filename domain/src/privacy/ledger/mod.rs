//! The erasure ledger outside the database: one signed line for each erasure, so that a database that was restored from
//! before an erasure forgets the person again before anybody reads it.
//!
//! A line names a tenant, a request, subjects by their random ids and keyed digests of what they were known by: nobody can
//! be read out of it.

mod append_entry;
mod entry;
mod file;
mod line;
mod problem;
mod progress;
mod read_ledger;
mod rebuild_ledger;
mod replay_ledger;
mod subjects_of_entry;

pub(super) use append_entry::append_entries;
pub use append_entry::append_entry;
pub use entry::LedgerEntry;
pub use line::LineProblem;
pub use problem::LedgerProblem;
pub use progress::ReplayProgress;
pub use read_ledger::read_ledger;
pub use replay_ledger::replay_ledger;
