//! What happens to people's data, and the proof of it.

mod certificate_command;
pub mod requests;
mod residue_columns;
mod residue_controls;
mod residue_rows;
mod residue_stores;
mod sweep_expired;
