//! Erasure against the bare SQL of the same effect, on PostgreSQL, in the same run: one person with 1,000 rows in 12 tables,
//! and 10,000 people with 51 rows each who wait together. Ours writes its evidence as well: fence, ledger, trail, certificate
//! and letter.
//!
//! Both begin from copies of one database. The residue scan is bounded by reading and has its own figure: its time is taken
//! out of the first case and is part of the second.

mod bare;
mod crowd;
mod house;
mod run;

pub use run::run;
