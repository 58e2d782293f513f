//! What happens to people's data, and the proof of it.

mod certificate_command;
pub mod erasable;
mod erasure_blocked;
mod erasure_last_person;
mod erasure_races;
mod erasure_together;
mod erasure_whole;
mod indexed_locations;
mod intake;
mod ledger_lines;
mod ledger_replay;
mod ledger_restore;
mod mentions;
pub mod proofs;
pub mod requests;
mod residue_columns;
mod residue_controls;
mod residue_rows;
mod residue_stores;
mod sweep_expired;
