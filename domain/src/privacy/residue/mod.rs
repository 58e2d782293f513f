//! The residue scan: the second way of looking, which proves an erasure.
//!
//! It reads every text of every store, without the data map's links and without the search of `mentions`, and looks for the
//! people's identifiers in every encoding. Before it believes itself it must find canaries that were planted in each place.

mod canary;
mod people;
mod report;
mod scan_residue;
mod stores;
mod tables;
mod tally;
mod text;

pub use people::Sought;
pub use report::{LocationScan, NotAttested, Residue, ResidueReport};
pub use scan_residue::scan_residue;
