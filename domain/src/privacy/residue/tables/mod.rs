//! Reads every text, JSON and bytes column of every table: which there are says the database, in which form they are
//! stored says the data map, and both must know the same.

mod access;
mod open_cells;
mod plan;
mod read_batch;
mod scan_table;

pub(super) use access::Access;
pub(super) use plan::{Owner, TablePlan, TextColumn, plan_tables};
pub(super) use scan_table::{scan_canary_table, scan_table};
